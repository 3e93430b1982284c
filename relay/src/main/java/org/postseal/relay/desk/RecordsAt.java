package org.postseal.relay.desk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.RecordGroups;
import org.postseal.topics.RetryRecord;

/**
 * Reads the content of one message from where it lies. Consumers are kept for the next message, for
 * operators do things with thousands at once.
 */
final class RecordsAt implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int KEPT = 4;

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final BlockingQueue<Consumer<byte[], byte[]>> idle = new ArrayBlockingQueue<>(KEPT);

  RecordsAt(Supplier<Consumer<byte[], byte[]>> consumers) {
    this.consumers = consumers;
  }

  /** It cannot be read: aged out, or no message. */
  static final class GoneException extends Exception {
    private static final long serialVersionUID = 1L;

    GoneException(String message) {
      super(message);
    }
  }

  /** The octets of a message, in pieces. Blocks. */
  List<byte[]> content(Entry entry) throws GoneException {
    try {
      if (entry.state().isEmpty()) {
        return whole(
            read(
                new TopicPartition(entry.place().topic().topic(), entry.place().partition()),
                entry.offsets()));
      }
      var stored = entry.state().get().stored();
      if (stored.isPresent()) {
        return whole(
            read(
                new TopicPartition(stored.get().topic(), stored.get().partition()),
                stored.get().offsets()));
      }
      var record =
          read(
                  new TopicPartition(entry.place().topic().topic(), entry.place().partition()),
                  entry.offsets())
              .getFirst();
      return List.of(RetryRecord.of(record).content().orElseThrow());
    } catch (MalformedRecordException e) {
      throw new GoneException(e.getMessage());
    } catch (KafkaException e) {
      throw new GoneException("cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static List<byte[]> whole(List<ConsumerRecord<byte[], byte[]>> records)
      throws MalformedRecordException, GoneException {
    var group = new RecordGroups();
    for (var record : records) {
      if (group.add(AcceptedRecord.of(record), record.timestamp())
          instanceof RecordGroups.Progress.Complete(var message)) {
        return message.content();
      }
    }
    throw new GoneException("its records are no whole message");
  }

  private List<ConsumerRecord<byte[], byte[]>> read(TopicPartition partition, List<Long> offsets)
      throws GoneException {
    var kept = idle.poll();
    var consumer = kept == null ? consumers.get() : kept;
    boolean fit = false;
    try {
      consumer.assign(List.of(partition));
      consumer.seek(partition, Collections.min(offsets));
      var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (found.size() < offsets.size() && System.nanoTime() - deadline < 0) {
        for (var record : consumer.poll(Duration.ofMillis(500)).records(partition)) {
          if (offsets.contains(record.offset())) {
            found.add(record);
          }
        }
      }
      fit = true;
      if (found.size() < offsets.size()) {
        throw new GoneException("its records are not there any more");
      }
      return found;
    } finally {
      if (!fit || !idle.offer(consumer)) {
        consumer.close();
      }
    }
  }

  @Override
  public void close() {
    var consumer = idle.poll();
    while (consumer != null) {
      consumer.close();
      consumer = idle.poll();
    }
  }
}
