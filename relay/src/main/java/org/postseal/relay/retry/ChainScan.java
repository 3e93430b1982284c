package org.postseal.relay.retry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;
import org.postseal.topics.Envelope;
import org.postseal.topics.Json;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.RecordHeader;
import org.postseal.topics.RetryRecord;
import org.postseal.topics.TransactionId;

/**
 * Reads the latest retry records into the {@link ChainMemory}, before records are taken that
 * another relay may have been working on. What that relay finished after its last commit it had
 * written here before.
 */
public final class ChainScan {
  private static final Logger LOG = Logger.getLogger(ChainScan.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final Duration ASKING = Duration.ofSeconds(10);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final ChainMemory memory;

  /**
   * @param consumers makes one without a group
   */
  public ChainScan(Supplier<Consumer<byte[], byte[]>> consumers, ChainMemory memory) {
    this.consumers = consumers;
    this.memory = memory;
  }

  /** Reads all that was written since, until it is done. Blocks. */
  public void since(Instant since) throws InterruptedException {
    while (true) {
      try (var consumer = consumers.get()) {
        read(consumer, since);
        return;
      } catch (InterruptException e) {
        var interrupted = new InterruptedException();
        interrupted.initCause(e);
        throw interrupted;
      } catch (KafkaException e) {
        LOG.warnf("retry records cannot be read yet: %s", e.toString());
        Thread.sleep(REST);
      }
    }
  }

  private void read(Consumer<byte[], byte[]> consumer, Instant since) {
    var partitions = new ArrayList<TopicPartition>();
    for (var topic : RetrySchedule.TOPICS) {
      for (var info : consumer.partitionsFor(topic.topic(), ASKING)) {
        partitions.add(new TopicPartition(topic.topic(), info.partition()));
      }
    }
    var times = new HashMap<TopicPartition, Long>();
    partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
    var starts = consumer.offsetsForTimes(times, ASKING);
    partitions.removeIf(partition -> starts.get(partition) == null);
    var ends = consumer.endOffsets(partitions, ASKING);
    consumer.assign(partitions);
    partitions.forEach(partition -> consumer.seek(partition, starts.get(partition).offset()));
    while (!partitions.isEmpty()) {
      consumer.poll(POLL).forEach(this::remember);
      partitions.removeIf(
          partition -> {
            boolean read = consumer.position(partition) >= ends.get(partition);
            if (read) {
              consumer.pause(List.of(partition));
            }
            return read;
          });
    }
  }

  private void remember(ConsumerRecord<byte[], byte[]> record) {
    try {
      var state = header(record, RetryRecord.State.class, RecordHeader.RETRY);
      var envelope = header(record, Envelope.class, RecordHeader.ENVELOPE);
      var id = TransactionId.parse(new String(record.key(), StandardCharsets.ISO_8859_1));
      if (id.isPresent() && state.chain().isPresent()) {
        memory.remember(
            new ChainMemory.Step(id.get(), state.chain().get().step()),
            place(record),
            envelope.forwardPaths());
      }
    } catch (MalformedRecordException e) {
      LOG.debugf(e, "not a retry record"); // said when it is taken
    }
  }

  private static <T> T header(
      ConsumerRecord<byte[], byte[]> record, Class<T> type, RecordHeader name)
      throws MalformedRecordException {
    var header = record.headers().lastHeader(name.headerName());
    if (header == null || record.key() == null) {
      throw new MalformedRecordException("without " + name.headerName());
    }
    return Json.read(header.value(), type);
  }

  /** Where a retry record lies. */
  public static ChainMemory.Place place(ConsumerRecord<byte[], byte[]> record) {
    return new ChainMemory.Place(
        record.timestamp(), record.topic(), record.partition(), record.offset());
  }
}
