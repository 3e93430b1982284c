package org.postseal.relay.delivery;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

/**
 * The way in: records of {@code mail.accepted}, one at a time and each only when there is room for
 * its message. A record is acknowledged when its message is done, all records of a group together;
 * the committed offset is therefore the first record of the oldest unfinished message.
 */
@ApplicationScoped
@Identifier("relay-accepted")
public class AcceptedChannel implements KafkaConsumerRebalanceListener {
  private static final CompletableFuture<Void> TAKEN = CompletableFuture.completedFuture(null);
  private static final String NEVER_WHOLE = "incomplete after 15 minutes: it never had its 250";

  private final Relay relay;
  private final GroupTracker<KafkaRecord<byte[], byte[]>> groups = new GroupTracker<>();

  /** The last record seen of each partition, and when by our clock. */
  private final Map<Integer, Seen> lastSeen = new ConcurrentHashMap<>();

  private record Seen(long offset, long appendedAtMillis, long nanoTime) {}

  AcceptedChannel(Relay relay) {
    this.relay = relay;
    relay.everyMinute(this::expireWhereNothingFollows);
  }

  @Incoming("relay-accepted")
  @Acknowledgment(Acknowledgment.Strategy.MANUAL)
  CompletionStage<Void> accept(KafkaRecord<byte[], byte[]> message) {
    var record = consumerRecord(message);
    lastSeen.put(
        record.partition(), new Seen(record.offset(), record.timestamp(), System.nanoTime()));
    expire(record.partition(), record.timestamp());
    return AcceptedValueDeserializer.isOneOfSeveral(record.headers())
        ? acceptPart(record, message)
        : relay.deliveries().accepted(record, message::ack);
  }

  private CompletionStage<Void> acceptPart(
      ConsumerRecord<byte[], byte[]> record, KafkaRecord<byte[], byte[]> message) {
    AcceptedRecord part;
    try {
      part = AcceptedRecord.of(record);
    } catch (MalformedRecordException e) {
      return relay.deliveries().poison(record, e.getMessage(), message::ack);
    }
    var position =
        new GroupTracker.Position(record.partition(), record.offset(), record.timestamp());
    return switch (groups.add(part, position, message)) {
      case GroupTracker.Progress.Waiting<KafkaRecord<byte[], byte[]>> _ -> TAKEN;
      case GroupTracker.Progress.Whole<KafkaRecord<byte[], byte[]>>(var group) ->
          relay.deliveries().accepted(group, () -> acknowledge(group));
      case GroupTracker.Progress.Contradictory<KafkaRecord<byte[], byte[]>>(var group) ->
          relay
              .deliveries()
              .incomplete(group, "its records contradict each other", () -> acknowledge(group));
      case GroupTracker.Progress.Finished<KafkaRecord<byte[], byte[]>>(var finished) ->
          finished.ack();
    };
  }

  @SuppressWarnings("unchecked") // the channel's deserializers say so
  private static ConsumerRecord<byte[], byte[]> consumerRecord(
      KafkaRecord<byte[], byte[]> message) {
    IncomingKafkaRecordMetadata<byte[], byte[]> metadata =
        message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
    return metadata.getRecord();
  }

  private static void acknowledge(WaitingGroup<KafkaRecord<byte[], byte[]>> group) {
    group.records().forEach(KafkaRecord::ack);
  }

  private void expire(int partition, long brokerTimeMillis) {
    for (var group : groups.expire(partition, brokerTimeMillis)) {
      var _ = relay.deliveries().incomplete(group, NEVER_WHOLE, () -> acknowledge(group));
    }
  }

  /**
   * The broker's clock shows in later records only. Where none follow, and none are waiting to be
   * read, our own clock tells how much time went by since the last.
   */
  private void expireWhereNothingFollows() {
    var waiting = groups.partitionsWaiting();
    if (waiting.isEmpty()) {
      return;
    }
    relay
        .ends(MailTopic.ACCEPTED.topic(), waiting)
        .forEach(
            (partition, end) -> {
              var seen = lastSeen.get(partition);
              if (seen != null && end == seen.offset() + 1) {
                long since = (System.nanoTime() - seen.nanoTime()) / 1_000_000;
                expire(partition, seen.appendedAtMillis() + since);
              }
            });
  }

  @Override
  public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    forget(partitions);
  }

  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    forget(partitions);
  }

  private void forget(Collection<TopicPartition> partitions) {
    List<Integer> numbers = partitions.stream().map(TopicPartition::partition).toList();
    groups.forget(numbers);
    numbers.forEach(lastSeen::remove);
  }
}
