package org.postseal.relay.desk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.postseal.following.CommitNote;
import org.postseal.following.FinishedOffsets;
import org.postseal.topics.MailTopic;

/**
 * Reads topics whole, each time as far as they go by then. The first time takes as long as reading
 * all of them does. Safe for several threads, one after the other.
 */
final class TopicView implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final From from;
  private final java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink;
  private Optional<Consumer<byte[], byte[]>> consumer = Optional.empty();

  /** Where reading begins. */
  enum From {
    BEGINNING,
    /** Where the consumer's group is: what is before that is done with. */
    COMMITTED
  }

  /** Kafka did not answer in time. */
  static final class AwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AwayException(String message) {
      super(message, null, false, false);
    }
  }

  TopicView(
      Supplier<Consumer<byte[], byte[]>> consumers,
      List<MailTopic> topics,
      From from,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    this.consumers = consumers;
    this.from = from;
    this.sink = sink;
    for (var topic : topics) {
      for (int partition = 0; partition < topic.partitions(); partition++) {
        partitions.add(new TopicPartition(topic.topic(), partition));
      }
    }
  }

  /**
   * What is known of the partitions beside their records.
   *
   * @param finished what the group has finished in each; empty if that is not asked for
   * @param begins the first offset that is still there in each
   */
  record Bounds(Map<TopicPartition, FinishedOffsets> finished, Map<TopicPartition, Long> begins) {

    /** Whether a record is done with, or has aged out. */
    boolean leaveOut(Entry.Place place) {
      var partition = new TopicPartition(place.topic().topic(), place.partition());
      var known = finished.get(partition);
      return place.offset() < begins.getOrDefault(partition, 0L)
          || (known != null && known.contains(place.offset()));
    }
  }

  /** Reads what was appended since the last time. Blocks. */
  synchronized Bounds refresh() {
    try {
      var reader = consumer.orElseGet(this::begin);
      consumer = Optional.of(reader);
      var ends = reader.endOffsets(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (partitions.stream().anyMatch(p -> reader.position(p) < ends.get(p))) {
        reader.poll(POLL).forEach(sink);
        if (System.nanoTime() - deadline > 0) {
          throw new AwayException("the topics cannot be read to their ends");
        }
      }
      return new Bounds(committed(reader), reader.beginningOffsets(partitions));
    } catch (KafkaException e) {
      close();
      throw new AwayException("Kafka cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private Consumer<byte[], byte[]> begin() {
    var reader = consumers.get();
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
    committed(reader)
        .forEach(
            (partition, finished) -> {
              if (finished.base() > reader.position(partition)) {
                reader.seek(partition, finished.base());
              }
            });
    return reader;
  }

  private Map<TopicPartition, FinishedOffsets> committed(Consumer<byte[], byte[]> reader) {
    if (from == From.BEGINNING) {
      return Map.of();
    }
    var offsets = new HashMap<TopicPartition, FinishedOffsets>();
    reader
        .committed(Set.copyOf(partitions))
        .forEach(
            (partition, position) -> {
              if (position != null) {
                offsets.put(partition, CommitNote.of(position).finished());
              }
            });
    return offsets;
  }

  @Override
  public synchronized void close() {
    consumer.ifPresent(Consumer::close);
    consumer = Optional.empty();
  }
}
