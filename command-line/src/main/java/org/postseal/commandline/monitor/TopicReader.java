package org.postseal.commandline.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.postseal.topics.MailTopic;

/** Reads topics without a consumer group, from their end or from a time. */
final class TopicReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** A person waits for the first answer; a minute, as the client has it, is too long. */
  private static final int ANSWER_MILLIS = 15_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  TopicReader(Map<String, Object> clientSettings, MailTopic... topics) {
    var settings = new HashMap<>(clientSettings);
    settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      partitions =
          Stream.of(topics)
              .flatMap(topic -> consumer.partitionsFor(topic.topic()).stream())
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** Goes back to the first record that was appended at that time or later. */
  void seek(Instant from) {
    var times = new HashMap<TopicPartition, Long>();
    partitions.forEach(partition -> times.put(partition, Math.max(0, from.toEpochMilli())));
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, found) -> {
              if (found != null) {
                consumer.seek(partition, found.offset());
              }
            });
  }

  /** How many records lie between the reader and the end of the topics. */
  long remaining() {
    return consumer.endOffsets(partitions).entrySet().stream()
        .mapToLong(end -> end.getValue() - consumer.position(end.getKey()))
        .sum();
  }

  ConsumerRecords<byte[], byte[]> poll(Duration patience) {
    return consumer.poll(patience);
  }

  /** Reads to where the topics end now. */
  void toTheEnd(Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(PATIENCE).forEach(each);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
