package org.postseal.following;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;

/** Tells Kafka what is finished. A commit that comes to nothing is made up for by the next. */
final class Commits {
  private static final Logger LOG = Logger.getLogger(Commits.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Map<TopicPartition, PartitionProgress> progress;
  private final InstantSource clock;
  private long madeAt = System.nanoTime();
  private long saidAllAt = madeAt;

  /**
   * Watches this progress.
   *
   * @param progress of each partition, as it goes on; the caller adds to it
   */
  Commits(Map<TopicPartition, PartitionProgress> progress, InstantSource clock) {
    this.progress = progress;
    this.clock = clock;
  }

  /** Comes by with every turn: says what is new, now and then, and more rarely all of it. */
  void turn(Consumer<byte[], byte[]> consumer) {
    long now = System.nanoTime();
    if (now - saidAllAt >= GroupFollower.SAY_ALL_EVERY.toNanos()) {
      make(consumer, consumer.assignment(), PartitionProgress::note);
      saidAllAt = now;
      madeAt = now;
    } else if (now - madeAt >= GroupFollower.COMMIT_EVERY.toNanos()) {
      make(consumer, consumer.assignment());
      madeAt = now;
    }
  }

  /** Says what is new of these partitions. */
  void make(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> some) {
    make(consumer, some, PartitionProgress::toCommit);
  }

  private void make(
      Consumer<byte[], byte[]> consumer,
      Collection<TopicPartition> some,
      BiFunction<PartitionProgress, Instant, Optional<CommitNote>> saying) {
    var notes = new HashMap<TopicPartition, CommitNote>();
    for (var partition : some) {
      var known = progress.get(partition);
      if (known != null) {
        saying.apply(known, clock.instant()).ifPresent(note -> notes.put(partition, note));
      }
    }
    if (notes.isEmpty()) {
      return;
    }
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    notes.forEach((partition, note) -> offsets.put(partition, note.toKafka()));
    try {
      consumer.commitSync(offsets, PATIENCE);
      notes.forEach((partition, note) -> progress.get(partition).committed(note.finished()));
    } catch (RebalanceInProgressException | CommitFailedException e) {
      LOG.debugf(e, "what is finished could not be told");
    } catch (RetriableException e) {
      LOG.warnf("what is finished could not be told yet: %s", e.toString());
    }
  }
}
