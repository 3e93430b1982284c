package org.postseal.relay.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.postseal.topics.AcceptedMessage;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.RecordGroups;
import org.postseal.topics.RetryRecord.Coordinates;

/**
 * Reads the content of long messages back from where it lies. One consumer, assigned and never in a
 * group, for one reader at a time.
 */
public final class StoredContent implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(StoredContent.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Consumer<byte[], byte[]>> consumer = Optional.empty();

  /**
   * @param consumers makes one without a group, with {@code auto.offset.reset=none}
   */
  public StoredContent(Supplier<Consumer<byte[], byte[]>> consumers) {
    this.consumers = consumers;
  }

  /** How reading ended. */
  sealed interface Reading {
    /** Count, length and SHA-256 are right. */
    record Whole(AcceptedMessage message) implements Reading {}

    /** The records will never be a message again: aged out, or wrong. */
    record Never(String reason) implements Reading {}

    /** Kafka did not answer. */
    record NotNow(String reason) implements Reading {}
  }

  /** Reads a group and judges it. Blocks. */
  Reading read(Coordinates where) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      return collect(where);
    } catch (OffsetOutOfRangeException _) {
      return new Reading.Never("its records have aged out of " + where.topic());
    } catch (MalformedRecordException e) {
      return new Reading.Never(e.getMessage());
    } catch (KafkaException e) {
      LOG.debugf(e, "reading %s", where);
      closeConsumer();
      return new Reading.NotNow(e.getClass().getSimpleName());
    } finally {
      lock.unlock();
    }
  }

  private Reading collect(Coordinates where) throws MalformedRecordException {
    var partition = new TopicPartition(where.topic(), where.partition());
    var wanted = new HashSet<>(where.offsets());
    var group = new RecordGroups();
    var from = consumer();
    from.assign(List.of(partition));
    from.seek(partition, where.offsets().getFirst());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (from.position(partition) <= where.offsets().getLast()) {
      for (var record : from.poll(POLL).records(partition)) {
        if (wanted.remove(record.offset())) {
          switch (group.add(AcceptedRecord.of(record), record.timestamp())) {
            case RecordGroups.Progress.Incomplete() -> {}
            case RecordGroups.Progress.Complete(var message) -> {
              return new Reading.Whole(message);
            }
            case RecordGroups.Progress.Broken(_, var reason) -> {
              return new Reading.Never(reason);
            }
          }
        }
      }
      if (System.nanoTime() - deadline > 0) {
        return new Reading.NotNow("no answer in " + PATIENCE.toSeconds() + " s");
      }
    }
    return new Reading.Never("records are missing");
  }

  /** Reads one record as it is, such as a poison record that must be kept. */
  Optional<ConsumerRecord<byte[], byte[]>> readOne(TopicPartition partition, long offset)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var from = consumer();
      from.assign(List.of(partition));
      from.seek(partition, offset);
      return from.poll(PATIENCE).records(partition).stream()
          .filter(record -> record.offset() == offset)
          .findFirst();
    } catch (KafkaException e) {
      closeConsumer();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Where each partition of a topic ends now; nothing if Kafka does not say. */
  Map<Integer, Long> ends(String topic, Set<Integer> partitions) {
    lock.lock();
    try {
      var ends = new HashMap<Integer, Long>();
      consumer()
          .endOffsets(partitions.stream().map(p -> new TopicPartition(topic, p)).toList())
          .forEach((partition, end) -> ends.put(partition.partition(), end));
      return ends;
    } catch (KafkaException _) {
      closeConsumer();
      return Map.of();
    } finally {
      lock.unlock();
    }
  }

  private Consumer<byte[], byte[]> consumer() {
    var present = consumer.orElseGet(consumers);
    consumer = Optional.of(present);
    return present;
  }

  private void closeConsumer() {
    consumer.ifPresent(open -> open.close());
    consumer = Optional.empty();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closeConsumer();
    } finally {
      lock.unlock();
    }
  }
}
