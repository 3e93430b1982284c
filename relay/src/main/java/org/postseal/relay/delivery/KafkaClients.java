package org.postseal.relay.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/** The relay's Kafka clients, on the connection the whole process uses. */
final class KafkaClients {
  private static final String ACCEPTED_GROUP = "relay";
  private static final String RETRY_GROUP = "relay-retry";

  private static final Logger LOG = Logger.getLogger(KafkaClients.class);

  private final Map<String, Object> connection;
  private volatile Optional<String> name;

  /**
   * @param name of this replica in its groups, if it has one
   */
  KafkaClients(Map<String, Object> connection, Optional<String> name) {
    this.name = name;
    this.connection = new HashMap<>(connection);
    // Names the application's default group, which none of these clients may join.
    this.connection.remove(ConsumerConfig.GROUP_ID_CONFIG);
  }

  /** For retry records, quarantine, dead letters and events. */
  KafkaProducer<byte[], byte[]> producer() {
    var settings = new HashMap<>(connection);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "relay");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Of the group that reads {@code mail.accepted}. */
  Consumer<byte[], byte[]> accepted(Optional<Throwable> before) {
    var settings = member(ACCEPTED_GROUP, before);
    // Delivery can wait a moment, so that a busy relay fetches many messages at a time.
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 128 * 1024);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 25);
    return new KafkaConsumer<>(
        settings, new ByteArrayDeserializer(), new AcceptedValueDeserializer());
  }

  /** Of the retry topics' group. */
  Consumer<byte[], byte[]> retries(Optional<Throwable> before) {
    return new KafkaConsumer<>(
        member(RETRY_GROUP, before), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Somebody else with our name has taken our place; then we go on without one. */
  private Optional<String> nameAfter(Optional<Throwable> before) {
    if (before.filter(FencedInstanceIdException.class::isInstance).isPresent()) {
      LOG.warnf("another relay has the name %s; going on without a name", name.orElse(""));
      name = Optional.empty();
    }
    return name;
  }

  private Map<String, Object> member(String group, Optional<Throwable> before) {
    var settings = consumer();
    nameAfter(before).ifPresent(own -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, own));
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    // What a dead relay had moves on after this; one that is merely slow has its own thread for it.
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    // A group whose leader may not see the topic yet shares out nothing until it looks again.
    settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 64);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 * 1024 * 1024);
    return settings;
  }

  /** Without a group, for reading what lies at known offsets. */
  Consumer<byte[], byte[]> reader() {
    var settings = consumer();
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "relay-content");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // One record of a long message at a time, and no waiting for more: what is read is there.
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1024 * 1024);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> consumer() {
    var settings = new HashMap<>(connection);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return settings;
  }
}
