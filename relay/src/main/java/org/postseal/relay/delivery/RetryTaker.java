package org.postseal.relay.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.postseal.following.Place;
import org.postseal.following.RecordTaker;
import org.postseal.relay.retry.ChainScan;
import org.postseal.relay.retry.RetryBacklog;
import org.postseal.relay.sharing.WorkClass;
import org.postseal.topics.Json;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.RecordHeader;
import org.postseal.topics.RetryRecord;

/**
 * Takes retry records when they are due. All records of a topic wait equally long, so the first of
 * a partition is the first due: until then the partition waits at it, and no other is held up.
 */
final class RetryTaker implements RecordTaker {
  private final Deliveries deliveries;
  private final AcceptedTaker unreadable;
  private final RetryBacklog backlog;
  private final Handover handover;
  private final InstantSource clock;

  RetryTaker(
      Deliveries deliveries,
      AcceptedTaker unreadable,
      RetryBacklog backlog,
      Handover handover,
      InstantSource clock) {
    this.deliveries = deliveries;
    this.unreadable = unreadable;
    this.backlog = backlog;
    this.handover = handover;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Void> assigned(Map<TopicPartition, Optional<Instant>> committed) {
    return handover.look(committed.values());
  }

  @Override
  public Answer offer(ConsumerRecord<byte[], byte[]> record, Place place) {
    var state = state(record);
    var due = state.map(RetryRecord.State::dueAt).orElse(Instant.MIN);
    if (due.isAfter(clock.instant())) {
      backlog.waiting(place.partition(), record.timestamp());
      return new Answer.NotBefore(due);
    }
    backlog.noneWaiting(place.partition());
    if (!deliveries.hasRoom()) {
      return Answer.NO_ROOM;
    }
    // Content of several records is not in the retry record, but will be in memory.
    long octets =
        state
            .map(RetryRecord.State::length)
            .orElse(record.value() == null ? 0L : record.value().length);
    var work =
        state.flatMap(RetryRecord.State::stored).isPresent() ? WorkClass.LARGE : WorkClass.RETRY;
    deliveries.arrived(
        new Consignment(
            AcceptedTaker.arrived(record, work, octets),
            new Lies.InARetry(place.partition(), record.offset()),
            List.of(place)),
        sight(record, work));
    return Answer.TAKEN;
  }

  /** Content of several records is not read just to see whom it is for. */
  private static Sight sight(ConsumerRecord<byte[], byte[]> record, WorkClass work) {
    if (work == WorkClass.LARGE) {
      try {
        var retry = RetryRecord.of(record);
        return new Sight.Elsewhere(
            new Addressed(
                retry.envelope().forwardPaths(),
                retry.state().chain().map(RetryRecord.Chain::step).orElse(0),
                Optional.of(ChainScan.place(record)),
                retry.state().owed().isPresent()));
      } catch (MalformedRecordException _) {
        // found out, and said, when it is read
      }
    }
    return new Sight.AtHand(record);
  }

  /** A record nobody can read is due at once: whoever reads it finds that out. */
  private static Optional<RetryRecord.State> state(ConsumerRecord<byte[], byte[]> record) {
    var header = record.headers().lastHeader(RecordHeader.RETRY.headerName());
    if (header == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(header.value(), RetryRecord.State.class));
    } catch (MalformedRecordException _) {
      return Optional.empty();
    }
  }

  @Override
  public void measure(Consumer<?, ?> consumer) {
    backlog.measure(consumer, clock.instant());
  }

  @Override
  public void revoked(Collection<TopicPartition> partitions) {
    partitions.forEach(backlog::noneWaiting);
    deliveries.revoked(partitions);
  }

  @Override
  public void unreadable(
      ConsumerRecord<byte[], byte[]> record, Place place, RuntimeException failure) {
    unreadable.unreadable(record, place, failure);
  }
}
