package org.postseal.following;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What is known of one partition: taken, finished, and told to Kafka. It outlives the consumer, for
 * what was taken goes on while the loop begins anew. Safe for several threads.
 */
final class PartitionProgress {
  private final TopicPartition partition;
  private final Set<Long> open = new HashSet<>();
  private FinishedOffsets finished = FinishedOffsets.below(0);
  private FinishedOffsets committed = FinishedOffsets.below(0);
  private boolean told;
  private long next;

  /** How many logs this partition has had: a topic can be made anew under its old name. */
  private int log;

  PartitionProgress(TopicPartition partition) {
    this.partition = partition;
  }

  TopicPartition partition() {
    return partition;
  }

  /**
   * Reading begins, or goes on, at this position.
   *
   * @param known what Kafka was told last; empty if nothing. If that is less than we told it, the
   *     topic was made anew, or somebody wants it all again.
   */
  synchronized void resume(Optional<FinishedOffsets> known, long position) {
    if (told && (known.isEmpty() || known.get().base() < committed.base())) {
      beginAnew(position);
    }
    known.ifPresent(
        then -> {
          committed = then;
          told = true;
          finished = finished.with(then);
        });
    next = position;
  }

  private void beginAnew(long position) {
    log++;
    open.clear();
    finished = FinishedOffsets.below(position);
    committed = finished;
    told = false;
  }

  /**
   * Looks at the next record read. Offsets that were skipped hold no records: they are finished.
   *
   * @return true if it is to be offered; false if it is finished or being worked on
   */
  synchronized boolean isNew(long offset) {
    if (offset < next) {
      beginAnew(offset);
    } else if (offset > next) {
      finished = finished.with(next, offset);
    }
    next = offset;
    return !finished.contains(offset) && !open.contains(offset);
  }

  /** The record was taken, or need not be. */
  synchronized void pass(long offset) {
    next = offset + 1;
  }

  synchronized Place take(long offset) {
    open.add(offset);
    return new Place(this, log, offset);
  }

  synchronized void finish(int ofLog, long offset) {
    if (ofLog == log && open.remove(offset)) {
      finished = finished.with(offset);
    }
  }

  synchronized void giveUp(int ofLog, long offset) {
    if (ofLog == log) {
      open.remove(offset);
    }
  }

  synchronized int open() {
    return open.size();
  }

  /** What to tell Kafka, if it is more than it knows. */
  synchronized Optional<CommitNote> toCommit(Instant now) {
    return finished.equals(committed)
        ? Optional.empty()
        : Optional.of(new CommitNote(finished, Optional.of(now)));
  }

  /** The same, whether Kafka knows it or not. */
  synchronized Optional<CommitNote> note(Instant now) {
    return Optional.of(new CommitNote(finished, Optional.of(now)));
  }

  synchronized void committed(FinishedOffsets now) {
    committed = now;
    told = true;
  }
}
