package org.postseal.registryview;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

/**
 * The registry's domains and blocklist in this process, at most moments behind.
 *
 * <p>It follows {@code registry.domains} and {@code registry.blocklist} from their beginning, with
 * a consumer that belongs to no group. Ready once everything that was there at the start has been
 * read; from then on it answers from memory whatever happens to Kafka. When its place in a topic is
 * lost (the topic was deleted, say), it reads everything anew and answers from the old state until
 * that is complete.
 *
 * <p>Not done: noticing a deletion that happened, and was compacted away, during an outage of Kafka
 * longer than the topics keep deletions (a day by default). A restart mends that.
 */
public final class RegistryView implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RegistryView.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final List<TopicPartition> FOLLOWED =
      List.of(
          new TopicPartition(MailTopic.REGISTRY_DOMAINS.topic(), 0),
          new TopicPartition(MailTopic.REGISTRY_BLOCKLIST.topic(), 0));

  private final Map<String, Object> settings;
  private final Thread follower;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile RegistryState state = new RegistryState();
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

  private RegistryView(Map<String, ?> kafkaSettings) {
    this.settings = consumerSettings(kafkaSettings);
    this.follower = Thread.ofPlatform().daemon().name("registry-view").unstarted(this::follow);
  }

  /**
   * Begins to follow the registry's topics.
   *
   * @param kafkaSettings bootstrap servers and credentials; other consumer settings are our own
   */
  public static RegistryView start(Map<String, ?> kafkaSettings) {
    var view = new RegistryView(kafkaSettings);
    view.follower.start();
    return view;
  }

  /** What the registry holds about exactly this domain. */
  public Optional<DomainEntry> domain(DomainName name) {
    return state.domain(name);
  }

  /** The entry that says whether mail of this domain is signed: its own or one above it. */
  public Optional<DomainEntry> speakingFor(DomainName name) {
    return DomainEntry.speakingFor(name, state::domain);
  }

  /** Whether the domain, or a domain above it, is on the blocklist. */
  public boolean isBlocked(DomainName name) {
    return state.isBlocked(name);
  }

  /** Whether all that was there at the start has been read. Before that the answers are "no". */
  public boolean ready() {
    return ready.getCount() == 0;
  }

  /** Waits until ready, but no longer than that, and says whether it is. */
  public boolean awaitReady(Duration atMost) {
    try {
      return ready.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Stops following; what is known can still be asked. */
  @Override
  public void close() {
    closing.countDown();
    var following = consumer;
    if (following != null) {
      following.wakeup();
    }
    try {
      follower.join(CLOSE_PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    while (!isClosing()) {
      try (var following =
          new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        consumer = following;
        readFromBeginning(following);
      } catch (WakeupException _) {
        LOG.debug("registry view closed");
      } catch (KafkaException e) {
        LOG.warnf("cannot follow the registry's topics, trying again: %s", e.getMessage());
        pause();
      } finally {
        consumer = null;
      }
    }
  }

  private void readFromBeginning(KafkaConsumer<byte[], byte[]> following) {
    following.assign(FOLLOWED);
    following.seekToBeginning(FOLLOWED);
    var ends = following.endOffsets(FOLLOWED);
    var reading = new RegistryState();
    while (!isClosing() && !hasReached(following, ends)) {
      take(following, reading);
    }
    if (isClosing()) {
      return;
    }
    state = reading;
    ready.countDown();
    LOG.infof("registry read: %d domains, %d blocked", reading.domains(), reading.blockedDomains());
    while (!isClosing()) {
      take(following, reading);
    }
  }

  private static boolean hasReached(
      KafkaConsumer<byte[], byte[]> following, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> following.position(end.getKey()) >= end.getValue());
  }

  private static void take(KafkaConsumer<byte[], byte[]> following, RegistryState reading) {
    for (var record : following.poll(POLL)) {
      try {
        reading.apply(record);
      } catch (MalformedRecordException e) {
        LOG.warnf(
            "skipped record %s-%d@%d: %s",
            record.topic(), record.partition(), record.offset(), e.getMessage());
      }
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pause() {
    try {
      var _ = closing.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }

  private static Map<String, Object> consumerSettings(Map<String, ?> kafkaSettings) {
    var settings = new HashMap<String, Object>(kafkaSettings);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // The registry writes in transactions; what was aborted was never so.
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // A lost place is an exception, upon which everything is read anew.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "registry-view-" + UUID.randomUUID());
    return settings;
  }
}
