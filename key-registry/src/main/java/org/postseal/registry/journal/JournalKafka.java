package org.postseal.registry.journal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.postseal.topics.MailTopic;

/** The Kafka clients of the journal, each with the settings its duty asks for. */
final class JournalKafka {

  /** The consumer group whose owner of partition 0 writes, and the transactional id that fences. */
  static final String WRITER = "key-registry-writer";

  static final List<MailTopic> TOPICS =
      List.of(
          MailTopic.REGISTRY_DOMAINS,
          MailTopic.REGISTRY_BLOCKLIST,
          MailTopic.REGISTRY_SIGNING_KEYS);

  static final Set<String> TOPIC_NAMES =
      TOPICS.stream().map(MailTopic::topic).collect(Collectors.toUnmodifiableSet());

  static final List<TopicPartition> PARTITIONS =
      TOPICS.stream().map(t -> new TopicPartition(t.topic(), 0)).toList();

  /** How long a caller of the API can be kept waiting by one call to Kafka. */
  private static final int MAX_BLOCK_MS = 5_000;

  private static final Duration POLL = Duration.ofMillis(100);

  private static final int REQUEST_TIMEOUT_MS = 4_000;
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  /** A broker that has not written the last commit's markers yet wants the next record again. */
  private static final int WRITER_BACKOFF_MS = 5;

  private static final int SESSION_TIMEOUT_MS = 6_000;

  private final Map<String, Object> connection;

  /**
   * Takes the connection settings of every client: bootstrap servers, security.
   *
   * @param connection may hold secrets: neither kept in a text nor logged
   */
  JournalKafka(Map<String, Object> connection) {
    this.connection = Map.copyOf(connection);
  }

  /** Reads committed records, in no group. */
  KafkaConsumer<byte[], byte[]> reader() {
    var settings = consumerSettings();
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Whether no committed record is on a topic of one partition.
   *
   * @throws KafkaException if Kafka does not answer in time
   */
  boolean isEmpty(MailTopic topic) {
    var partition = new TopicPartition(topic.topic(), 0);
    try (var consumer = reader()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        if (!consumer.poll(POLL).isEmpty()) {
          return false;
        }
      }
      return true;
    }
  }

  /** Takes part in the election of the writer; reads nothing. */
  KafkaConsumer<byte[], byte[]> candidate() {
    var settings = consumerSettings();
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, WRITER);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_TIMEOUT_MS / 3);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Writes a replica's own marker and dead letters, outside of transactions. */
  KafkaProducer<byte[], byte[]> markerProducer() {
    return producer(Map.of());
  }

  /** Writes changes; {@code initTransactions} fences whoever had this id before. */
  KafkaProducer<byte[], byte[]> writer() {
    return producer(
        Map.of(
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            WRITER,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            TRANSACTION_TIMEOUT_MS,
            ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
            WRITER_BACKOFF_MS));
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    var settings = new HashMap<>(connection);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, MAX_BLOCK_MS);
    settings.putAll(more);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> consumerSettings() {
    var settings = new HashMap<>(connection);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, MAX_BLOCK_MS);
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    return settings;
  }
}
