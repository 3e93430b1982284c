package org.postseal.relay.desk;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

/**
 * What {@code mail.deliveries} tells of one message: read from when it was received, in the one
 * partition its events are in. As much as can be read in a few seconds.
 */
final class History {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private final Supplier<Consumer<byte[], byte[]>> consumers;

  History(Supplier<Consumer<byte[], byte[]>> consumers) {
    this.consumers = consumers;
  }

  /** The oldest first. Blocks. */
  List<CloudEvent> of(Entry entry) {
    var key = entry.transactionId().value().getBytes(StandardCharsets.US_ASCII);
    var partition =
        new TopicPartition(
            MailTopic.DELIVERIES.topic(), MailTopic.DELIVERIES.partitionOf(entry.transactionId()));
    var events = new ArrayList<CloudEvent>();
    try (var consumer = consumers.get()) {
      consumer.assign(List.of(partition));
      long since = entry.envelope().receivedAt().minus(CLOCKS_DIFFER).toEpochMilli();
      var from = consumer.offsetsForTimes(Map.of(partition, since)).get(partition);
      if (from == null) {
        return events;
      }
      consumer.seek(partition, from.offset());
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(partition) < end && System.nanoTime() - deadline < 0) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          if (Arrays.equals(record.key(), key)) {
            events.add(CloudEvent.of(record));
          }
        }
      }
      return events;
    } catch (MalformedRecordException e) {
      throw new IllegalStateException("an event of ours cannot be read", e);
    }
  }
}
