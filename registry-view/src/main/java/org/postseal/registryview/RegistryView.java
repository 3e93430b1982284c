package org.postseal.registryview;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.following.FromBeginning;
import org.postseal.following.SupervisedLoop;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.PolicyPin;

/**
 * The registry's domains, blocklist and pinned policies in this process, at most moments behind.
 *
 * <p>It follows their topics, all or some of them, from their beginning, with a consumer that
 * belongs to no group. Ready once everything that was there at the start has been read; from then
 * on it answers from memory whatever happens to Kafka. When its place in a topic is lost (the topic
 * was deleted, say), it reads everything anew and answers from the old state until that is
 * complete.
 *
 * <p>Not done: noticing a deletion that happened, and was compacted away, during an outage of Kafka
 * longer than the topics keep deletions (a day by default). A restart mends that.
 */
public final class RegistryView implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RegistryView.class);

  /** How much of the registry is followed. */
  public enum Scope {
    /** Its domains and its blocklist. */
    DOMAINS(MailTopic.REGISTRY_DOMAINS, MailTopic.REGISTRY_BLOCKLIST),
    /** The public keys of these domains, too: some hundred octets of memory for each. */
    DOMAINS_AND_PUBLIC_KEYS(
        MailTopic.REGISTRY_DOMAINS, MailTopic.REGISTRY_BLOCKLIST, MailTopic.REGISTRY_PUBLIC_KEYS),
    /** The policies that domains of others have stated, too. */
    DOMAINS_AND_POLICY_PINS(
        MailTopic.REGISTRY_DOMAINS, MailTopic.REGISTRY_BLOCKLIST, MailTopic.REGISTRY_POLICY_PINS),
    /** These policies alone. */
    POLICY_PINS(MailTopic.REGISTRY_POLICY_PINS);

    @SuppressWarnings("ImmutableEnumChecker") // a List.of
    private final List<MailTopic> topics;

    Scope(MailTopic... topics) {
      this.topics = List.of(topics);
    }

    private List<TopicPartition> partitions() {
      return topics.stream().map(topic -> new TopicPartition(topic.topic(), 0)).toList();
    }
  }

  private final SupervisedLoop loop;
  private final InstantSource clock = InstantSource.system();
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile RegistryState state = new RegistryState();

  private RegistryView(Map<String, ?> kafkaSettings, Scope scope) {
    var settings = consumerSettings(kafkaSettings);
    this.loop =
        new SupervisedLoop(
            "registry-view",
            _ ->
                new KafkaConsumer<>(
                    settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
            new FromBeginning(scope.partitions(), new Reading()),
            SupervisedLoop.Limits.USUAL);
  }

  /**
   * Begins to follow the registry's domains and its blocklist.
   *
   * @param kafkaSettings bootstrap servers and credentials; other consumer settings are our own
   */
  public static RegistryView start(Map<String, ?> kafkaSettings) {
    return start(kafkaSettings, Scope.DOMAINS);
  }

  /** The same, of as much of the registry as the scope says. */
  public static RegistryView start(Map<String, ?> kafkaSettings, Scope scope) {
    var view = new RegistryView(kafkaSettings, scope);
    view.loop.start();
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

  /**
   * One of our keys, revoked or not. Empty if it is none of ours, or if public keys are not
   * followed.
   */
  public Optional<PublishedKey> key(Selector selector, DomainName domain) {
    return selector.keyRecordName(domain).flatMap(state::key);
  }

  /** Whether the domain, or a domain above it, is on the blocklist. */
  public boolean isBlocked(DomainName name) {
    return state.blocked().contains(name, clock.instant());
  }

  /** Whether the address is in a network on the blocklist. */
  public boolean isBlocked(InetAddress address) {
    return state.blocked().contains(address, clock.instant());
  }

  /** What exactly this domain has stated about its signing, whether or not it has expired. */
  public Optional<PolicyPin> pin(DomainName name) {
    return state.pin(name);
  }

  /** Every pin that has been read. */
  public List<PolicyPin> pins() {
    return state.pins();
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

  /** What follows the topics: for liveness and metrics. */
  public SupervisedLoop loop() {
    return loop;
  }

  /** Stops following; what is known can still be asked. */
  @Override
  public void close() {
    loop.close();
  }

  /** One reading of everything, and then of what comes. */
  private final class Reading implements FromBeginning.Reader {
    private RegistryState read = new RegistryState();

    @Override
    public void begun() {
      read = new RegistryState();
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
      try {
        read.apply(record);
      } catch (MalformedRecordException e) {
        LOG.warnf(
            "skipped record %s-%d@%d: %s",
            record.topic(), record.partition(), record.offset(), e.getMessage());
      }
    }

    @Override
    public void caughtUp() {
      state = read;
      ready.countDown();
      LOG.infof(
          "registry read: %d domains, %d blocked, %d policies pinned",
          read.domains(), read.blocked().size(), read.pins().size());
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
