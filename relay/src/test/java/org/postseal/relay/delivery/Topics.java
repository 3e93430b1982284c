package org.postseal.relay.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.postseal.following.CommitNote;
import org.postseal.following.FinishedOffsets;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.Envelope;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.Origin;
import org.postseal.topics.RecordGroup;
import org.postseal.topics.TransactionId;

/** The test's own hands on the topics: writes what ingress would, reads what operators would. */
final class Topics implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, Object> connection;
  private final KafkaProducer<byte[], byte[]> producer;

  Topics(Map<String, Object> connection) {
    this.connection = new HashMap<>(connection);
    this.connection.remove("group.id"); // the application's, which tests must not disturb
    this.producer =
        new KafkaProducer<>(this.connection, new ByteArraySerializer(), new ByteArraySerializer());
  }

  static Envelope envelope(String... recipients) {
    return new Envelope(
        "sender@example.org",
        List.of(recipients),
        new Envelope.Client("192.0.2.1", "mx.example.org", Optional.empty(), "mx"),
        Optional.empty(),
        "8BITMIME",
        false,
        Instant.now());
  }

  static List<ProducerRecord<byte[], byte[]>> records(
      TransactionId id, String content, String... recipients) {
    return RecordGroup.of(
            MailTopic.ACCEPTED,
            id,
            Origin.MX,
            envelope(recipients),
            List.of(ByteBuffer.wrap(content.getBytes(StandardCharsets.ISO_8859_1))))
        .records();
  }

  /** Writes an accepted message as ingress does. */
  TransactionId accept(String content, String... recipients) throws Exception {
    var id = TransactionId.next(Instant.now());
    for (var record : records(id, content, recipients)) {
      write(record);
    }
    return id;
  }

  RecordMetadata write(ProducerRecord<byte[], byte[]> record)
      throws ExecutionException, InterruptedException {
    return producer.send(record).get();
  }

  /** The events about a transaction, once there are so many. */
  List<CloudEvent> events(TransactionId id, int count) {
    return records(MailTopic.DELIVERIES, record -> isAbout(id, record), count).stream()
        .map(Topics::event)
        .toList();
  }

  static boolean isAbout(TransactionId id, ConsumerRecord<byte[], byte[]> record) {
    return record.key() != null
        && new String(record.key(), StandardCharsets.US_ASCII).equals(id.value());
  }

  static CloudEvent event(ConsumerRecord<byte[], byte[]> record) {
    try {
      return CloudEvent.of(record);
    } catch (MalformedRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a topic from its beginning until so many records fit, or patience is over. */
  List<ConsumerRecord<byte[], byte[]>> records(
      MailTopic topic, Predicate<ConsumerRecord<byte[], byte[]>> fitting, int count) {
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(connection, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions = new ArrayList<TopicPartition>();
      for (int i = 0; i < topic.partitions(); i++) {
        partitions.add(new TopicPartition(topic.topic(), i));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (found.size() < count && System.nanoTime() - end < 0) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                record -> {
                  if (fitting.test(record)) {
                    found.add(record);
                  }
                });
      }
    }
    return found;
  }

  /** What the relay has told Kafka of a partition of mail.accepted. */
  FinishedOffsets finished(int partition) throws ExecutionException, InterruptedException {
    try (var admin = Admin.create(connection)) {
      var offset =
          admin
              .listConsumerGroupOffsets("relay")
              .partitionsToOffsetAndMetadata()
              .get()
              .get(new TopicPartition(MailTopic.ACCEPTED.topic(), partition));
      return offset == null ? FinishedOffsets.below(0) : CommitNote.of(offset).finished();
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
