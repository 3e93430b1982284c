package org.postseal.signer.signing;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.dkim.KeyRecord;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.following.SupervisedLoop;
import org.postseal.following.Turns;
import org.postseal.signer.keyring.Keyring;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.PublicKeyEntry;

/**
 * Tells the keyring which keys have just changed, as {@code registry.public-keys} says it: a
 * revoked one is of no use from then on, others are fetched anew when next wanted. Private keys
 * come from the registry; on that topic there are none.
 *
 * <p>Reads what comes from now on. Where its place in the topic is lost, all keys are fetched anew.
 */
final class KeyChanges implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(KeyChanges.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration ASKING = Duration.ofSeconds(10);
  private static final TopicPartition KEYS =
      new TopicPartition(MailTopic.REGISTRY_PUBLIC_KEYS.topic(), 0);

  private final Keyring keyring;
  private final SupervisedLoop loop;
  private volatile boolean isFollowing;

  private KeyChanges(Map<String, ?> kafka, Keyring keyring) {
    this.keyring = keyring;
    var settings = consumerSettings(kafka);
    this.loop =
        new SupervisedLoop(
            "signing-key-changes",
            _ ->
                new KafkaConsumer<>(
                    settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
            new FromNowOn(),
            SupervisedLoop.Limits.USUAL);
  }

  /**
   * Begins to follow.
   *
   * @param kafka bootstrap servers and credentials; other consumer settings are our own
   */
  static KeyChanges follow(Map<String, ?> kafka, Keyring keyring) {
    var changes = new KeyChanges(kafka, keyring);
    changes.loop.start();
    return changes;
  }

  /** Whether what changes from now on is heard. */
  boolean isFollowing() {
    return isFollowing;
  }

  SupervisedLoop loop() {
    return loop;
  }

  @Override
  public void close() {
    loop.close();
  }

  private final class FromNowOn implements Turns {
    private @Nullable Long next; // where reading goes on, of the loop's thread

    @Override
    public void begin(Consumer<byte[], byte[]> consumer) {
      consumer.assign(List.of(KEYS));
      var goesOnAt = next;
      long end = consumer.endOffsets(List.of(KEYS), ASKING).getOrDefault(KEYS, 0L);
      long beginning = consumer.beginningOffsets(List.of(KEYS), ASKING).getOrDefault(KEYS, 0L);
      if (goesOnAt != null && goesOnAt >= beginning && goesOnAt <= end) {
        consumer.seek(KEYS, goesOnAt);
        return;
      }
      consumer.seek(KEYS, end);
      next = end;
      keyring.changed();
    }

    @Override
    public void turn(Consumer<byte[], byte[]> consumer) {
      for (var record : consumer.poll(POLL)) {
        take(record);
      }
      next = consumer.position(KEYS, ASKING);
      isFollowing = true;
    }

    @Override
    public void ended() {
      isFollowing = false;
    }

    @Override
    public Map<TopicPartition, Long> awaited(Consumer<byte[], byte[]> consumer) {
      return Map.of(KEYS, consumer.position(KEYS, ASKING));
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      var entry = Json.read(record.value(), PublicKeyEntry.class);
      var domain = DomainName.parse(entry.domain());
      var selector = Selector.parse(entry.selector());
      if (domain.isEmpty() || selector.isEmpty()) {
        throw new MalformedRecordException("domain or selector of a signing key");
      }
      if (isRevoked(entry)) {
        keyring.revoked(domain.get(), selector.get());
        LOG.infof("%s of %s is revoked: it signs no more", selector.get(), domain.get());
      } else {
        keyring.changed(domain.get());
      }
    } catch (MalformedRecordException e) {
      LOG.warnf(
          "record %s-%d@%d cannot be read, all keys are fetched anew: %s",
          record.topic(), record.partition(), record.offset(), e.getMessage());
      keyring.changed();
    }
  }

  private static boolean isRevoked(PublicKeyEntry entry) throws MalformedRecordException {
    return switch (KeyRecord.parse(entry.keyRecord())) {
      case KeyRecord.Parsed.WellFormed(var key) -> key.publicKey().isEmpty();
      case KeyRecord.Parsed.Malformed(var reason) -> throw new MalformedRecordException(reason);
    };
  }

  private static Map<String, Object> consumerSettings(Map<String, ?> kafka) {
    var settings = new HashMap<String, Object>(kafka);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "signing-key-changes-" + UUID.randomUUID());
    return settings;
  }
}
