package org.postseal.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One record group on its way to being whole: which of its records are there, and whether they
 * agree about the message. What is kept of each record is the caller's choice: its content, or only
 * where it lies. Not safe for several threads.
 *
 * @param <T> what is kept of each record
 */
public final class OpenGroup<T> {
  /** How long, in broker time, a group may stay incomplete: it never had its 250. */
  public static final Duration PATIENCE = Duration.ofMinutes(15);

  private final AcceptedRecord first;
  private final long beganAtMillis;
  private final List<List<T>> kept;
  private int missing;

  /** What one more record is. */
  public enum Taken {
    /** One that was missing. */
    NEW,
    /** A producer's repetition of one that is there. */
    REPEATED,
    /** It says something else about count, length or digest: the group is no message. */
    CONTRADICTORY
  }

  /**
   * With none of its records yet.
   *
   * @param any record of the group; what it says about the message the others have to say, too
   * @param beganAtMillis the broker's append time
   */
  public OpenGroup(AcceptedRecord any, long beganAtMillis) {
    this.first = any;
    this.beganAtMillis = beganAtMillis;
    this.kept = new ArrayList<>(Collections.nCopies(any.count(), List.of()));
    this.missing = any.count();
  }

  /** Takes a record, in any order. */
  public Taken take(AcceptedRecord record, T what) {
    if (record.count() != first.count()
        || record.length() != first.length()
        || !record.sha256().equals(first.sha256())) {
      return Taken.CONTRADICTORY;
    }
    if (!kept.get(record.index()).isEmpty()) {
      return Taken.REPEATED;
    }
    kept.set(record.index(), List.of(what));
    missing--;
    return Taken.NEW;
  }

  /** Whether all its records are there; whether they are the message is another question. */
  public boolean isWhole() {
    return missing == 0;
  }

  /** What was kept of the records that are there, in their order. */
  public List<T> kept() {
    return kept.stream().flatMap(List::stream).toList();
  }

  /** Whether it has waited for longer than {@link #PATIENCE} at that broker time. */
  public boolean isLate(long brokerTimeMillis) {
    return brokerTimeMillis - beganAtMillis > PATIENCE.toMillis();
  }

  /** The record it began with. */
  public AcceptedRecord first() {
    return first;
  }

  @Override
  public String toString() {
    return first.transactionId()
        + ": "
        + (first.count() - missing)
        + " of "
        + first.count()
        + " records";
  }
}
