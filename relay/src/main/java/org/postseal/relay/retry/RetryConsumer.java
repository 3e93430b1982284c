package org.postseal.relay.retry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.RecordHeader;
import org.postseal.topics.RetryRecord;

/**
 * Reads the retry topics and hands each record on when it is due. One thread.
 *
 * <p>All records of a topic wait equally long, so the first of a partition is the first due: until
 * then the partition is paused at it, and no other is held up. Polling goes on, so that the group
 * never takes the wait for a failure. What is committed is the oldest record that is not done.
 */
public final class RetryConsumer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RetryConsumer.class);
  private static final Duration LONGEST_POLL = Duration.ofMillis(500);
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final List<String> TOPIC_NAMES =
      RetrySchedule.TOPICS.stream().map(MailTopic::topic).toList();

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final DueRecords dueRecords;
  private final RetryBacklog backlog;
  private final InstantSource clock;
  private final Thread thread;

  private final Map<TopicPartition, Reading> partitions = new HashMap<>();
  private volatile boolean draining;
  private volatile boolean stopping;
  private volatile Optional<Consumer<byte[], byte[]>> current = Optional.empty();

  /** One assigned partition. */
  private static final class Reading {
    private final UnfinishedOffsets offsets = new UnfinishedOffsets();
    private Instant pausedUntil = Instant.MIN;
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

    boolean isReady(Instant now) {
      return room.isDone() && !pausedUntil.isAfter(now);
    }
  }

  /**
   * @param consumers makes one of the group, without automatic commits
   */
  public RetryConsumer(
      Supplier<Consumer<byte[], byte[]>> consumers,
      DueRecords dueRecords,
      RetryBacklog backlog,
      InstantSource clock) {
    this.consumers = consumers;
    this.dueRecords = dueRecords;
    this.backlog = backlog;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("relay-retry").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    while (!stopping) {
      try (var consumer = consumers.get()) {
        current = Optional.of(consumer);
        partitions.clear();
        consumer.subscribe(TOPIC_NAMES, new Assignment(consumer));
        loop(consumer);
        commit(consumer);
      } catch (WakeupException _) {
        // stopping
      } catch (KafkaException e) {
        LOG.warnf("retry topics cannot be read, starting anew: %s", e.getMessage());
        rest();
      } finally {
        current = Optional.empty();
      }
    }
  }

  private void rest() {
    try {
      Thread.sleep(REST);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop(Consumer<byte[], byte[]> consumer) {
    long committedAt = System.nanoTime();
    while (!stopping) {
      if (draining) {
        consumer.pause(consumer.assignment());
      } else {
        resumeReady(consumer);
      }
      var records = consumer.poll(untilNextDue());
      for (var partition : records.partitions()) {
        if (draining) {
          consumer.seek(partition, records.records(partition).getFirst().offset());
        } else {
          take(consumer, partition, records.records(partition));
        }
      }
      if (System.nanoTime() - committedAt > COMMIT_EVERY.toNanos()) {
        commit(consumer);
        backlog.measure(consumer, clock.instant());
        committedAt = System.nanoTime();
      }
    }
  }

  private Duration untilNextDue() {
    var now = clock.instant();
    var wait = LONGEST_POLL;
    for (var reading : partitions.values()) {
      if (!reading.room.isDone()) {
        return Duration.ofMillis(20);
      }
      if (reading.pausedUntil.isAfter(now)) {
        var until = Duration.between(now, reading.pausedUntil);
        wait = until.compareTo(wait) < 0 ? until : wait;
      }
    }
    return wait;
  }

  private void resumeReady(Consumer<byte[], byte[]> consumer) {
    var now = clock.instant();
    for (var partition : consumer.paused()) {
      var reading = partitions.get(partition);
      if (reading == null || reading.isReady(now)) {
        consumer.resume(List.of(partition));
      }
    }
  }

  private void take(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      List<ConsumerRecord<byte[], byte[]>> records) {
    var reading = partitions.computeIfAbsent(partition, _ -> new Reading());
    for (var record : records) {
      var dueAt = dueAt(record);
      if (dueAt.isAfter(clock.instant())) {
        reading.pausedUntil = dueAt;
        backlog.waiting(partition, record.timestamp());
        rewind(consumer, partition, record.offset());
        return;
      }
      backlog.noneWaiting(partition);
      long offset = record.offset();
      reading.offsets.begin(offset);
      reading.room = dueRecords.take(record, () -> reading.offsets.finish(offset));
      if (!reading.room.isDone()) {
        rewind(consumer, partition, offset + 1);
        return;
      }
    }
  }

  private static void rewind(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
    consumer.seek(partition, offset);
    consumer.pause(List.of(partition));
  }

  /** A record nobody can read is due at once: whoever takes it finds that out. */
  private static Instant dueAt(ConsumerRecord<byte[], byte[]> record) {
    var header = record.headers().lastHeader(RecordHeader.RETRY.headerName());
    if (header == null) {
      return Instant.MIN;
    }
    try {
      return Json.read(header.value(), RetryRecord.State.class).dueAt();
    } catch (MalformedRecordException _) {
      return Instant.MIN;
    }
  }

  private void commit(Consumer<byte[], byte[]> consumer) {
    commit(consumer, partitions.keySet());
  }

  /**
   * A commit that fails for a rebalance is made up for by the next; a lost one repeats messages.
   */
  private void commit(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> some) {
    var positions = toCommit(some);
    if (positions.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(positions);
      positions.forEach(
          (partition, position) -> partitions.get(partition).offsets.committed(position.offset()));
    } catch (RebalanceInProgressException | CommitFailedException e) {
      LOG.debugf(e, "retry offsets not committed");
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> toCommit(Collection<TopicPartition> some) {
    var positions = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (var partition : some) {
      var reading = partitions.get(partition);
      if (reading != null) {
        reading
            .offsets
            .toCommit()
            .ifPresent(offset -> positions.put(partition, new OffsetAndMetadata(offset)));
      }
    }
    return positions;
  }

  /** Takes no more records. Those being worked on may yet finish and be committed. */
  public void drain() {
    draining = true;
  }

  /** Commits what has been finished, and ends. */
  @Override
  public void close() {
    stopping = true;
    try {
      if (thread.isAlive() && !thread.join(Duration.ofSeconds(5))) {
        current.ifPresent(Consumer::wakeup);
        thread.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Assignment implements ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> consumer;

    Assignment(Consumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      assigned.forEach(partition -> partitions.put(partition, new Reading()));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      commit(consumer, revoked);
      onPartitionsLost(revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      lost.forEach(partitions::remove);
      lost.forEach(backlog::noneWaiting);
    }
  }
}
