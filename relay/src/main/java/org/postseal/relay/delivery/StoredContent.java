package org.postseal.relay.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;
import org.postseal.topics.RetryRecord.Coordinates;

/**
 * Reads back what lies at known places. Several readers, each with a consumer of its own, assigned
 * and never in a group; as many read at a time, the others wait their turn.
 */
public final class StoredContent implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(StoredContent.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration ENDS = Duration.ofSeconds(5);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final BlockingQueue<Optional<Consumer<byte[], byte[]>>> readers;
  private final int count;

  /**
   * @param consumers makes one without a group, with {@code auto.offset.reset=none}
   * @param count how many read at a time
   */
  public StoredContent(Supplier<Consumer<byte[], byte[]>> consumers, int count) {
    this.consumers = consumers;
    this.count = count;
    this.readers = new ArrayBlockingQueue<>(count);
    for (int i = 0; i < count; i++) {
      readers.add(Optional.empty());
    }
  }

  /** How reading ended. */
  sealed interface Reading {
    /** The records, in order. */
    record Records(List<ConsumerRecord<byte[], byte[]>> records) implements Reading {}

    /** They are not there any more. */
    record Gone(String reason) implements Reading {}

    /** Kafka did not answer. */
    record NotNow(String reason) implements Reading {}
  }

  /** Reads records of one partition. Blocks. */
  Reading read(Coordinates where) throws InterruptedException {
    var reader = readers.take();
    try {
      var consumer = reader.orElseGet(consumers);
      reader = Optional.of(consumer);
      return collect(consumer, where);
    } catch (OffsetOutOfRangeException _) {
      return new Reading.Gone("its records have aged out of " + where.topic());
    } catch (KafkaException e) {
      LOG.debugf(e, "reading %s", where);
      reader.ifPresent(StoredContent::discard);
      reader = Optional.empty();
      if (e instanceof InterruptException) {
        throw new InterruptedException();
      }
      return new Reading.NotNow(e.getClass().getSimpleName());
    } finally {
      readers.add(reader);
    }
  }

  private static Reading collect(Consumer<byte[], byte[]> from, Coordinates where) {
    var partition = new TopicPartition(where.topic(), where.partition());
    var wanted = new HashSet<>(where.offsets());
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>(where.offsets().size());
    from.assign(List.of(partition));
    from.seek(partition, Collections.min(wanted));
    long last = Collections.max(wanted);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!wanted.isEmpty() && from.position(partition) <= last) {
      for (var record : from.poll(POLL).records(partition)) {
        if (wanted.remove(record.offset())) {
          found.add(record);
        }
      }
      if (System.nanoTime() - deadline > 0) {
        return new Reading.NotNow("no answer in " + PATIENCE.toSeconds() + " s");
      }
    }
    return wanted.isEmpty() ? new Reading.Records(found) : new Reading.Gone("records are missing");
  }

  /** Reads until there is an answer: a Kafka that is away says nothing about the message. */
  Reading readPatiently(Coordinates where) throws InterruptedException {
    while (true) {
      var reading = read(where);
      if (!(reading instanceof Reading.NotNow(var reason))) {
        return reading;
      }
      LOG.warnf("content cannot be read back now: %s", reason);
      Thread.sleep(Duration.ofSeconds(1));
    }
  }

  /** Reads one record as it is, such as a poison record that must be kept. */
  Optional<ConsumerRecord<byte[], byte[]>> readOne(TopicPartition partition, long offset)
      throws InterruptedException {
    var where = new Coordinates(partition.topic(), partition.partition(), List.of(offset));
    return readPatiently(where) instanceof Reading.Records(var records)
        ? Optional.of(records.getFirst())
        : Optional.empty();
  }

  /** Where each partition of a topic ends now; nothing if Kafka does not say. */
  Map<Integer, Long> ends(String topic, Set<Integer> partitions) {
    var ends = new HashMap<Integer, Long>();
    try (var asking = consumers.get()) {
      asking
          .endOffsets(partitions.stream().map(p -> new TopicPartition(topic, p)).toList(), ENDS)
          .forEach((partition, end) -> ends.put(partition.partition(), end));
    } catch (KafkaException e) {
      LOG.debugf(e, "asking for the ends of %s", topic);
    }
    return ends;
  }

  private static void discard(Consumer<byte[], byte[]> consumer) {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }

  /** Waits for those that read. */
  @Override
  public void close() {
    for (int i = 0; i < count; i++) {
      try {
        var reader = readers.poll(1, TimeUnit.SECONDS);
        if (reader != null) {
          reader.ifPresent(StoredContent::discard);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
