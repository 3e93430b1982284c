package org.postseal.commandline.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

/** Follows {@code mail.events} and {@code mail.deliveries} without a consumer group. */
final class EventReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /** An event as it was read; {@code event} is empty if the record is none. */
  record Seen(ConsumerRecord<byte[], byte[]> record, Optional<CloudEvent> event) {}

  /** Of what happens to messages. */
  EventReader(Map<String, Object> clientSettings) {
    this(clientSettings, List.of(MailTopic.EVENTS, MailTopic.DELIVERIES));
  }

  EventReader(Map<String, Object> clientSettings, List<MailTopic> topics) {
    consumer =
        new KafkaConsumer<>(
            clientSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic.topic()).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** Goes back to the first event that was appended at that time or later. */
  void seek(Instant from) {
    var times = new HashMap<TopicPartition, Long>();
    partitions.forEach(partition -> times.put(partition, from.toEpochMilli()));
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

  /** What came, in the order of its time as far as it came together. */
  List<Seen> poll(Duration patience) {
    var seen = new ArrayList<Seen>();
    consumer.poll(patience).forEach(record -> seen.add(new Seen(record, read(record))));
    seen.sort(Comparator.comparing(s -> s.event().map(CloudEvent::time).orElse(Instant.EPOCH)));
    return seen;
  }

  private static Optional<CloudEvent> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(CloudEvent.of(record));
    } catch (MalformedRecordException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
