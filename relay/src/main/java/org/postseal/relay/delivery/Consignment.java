package org.postseal.relay.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postseal.following.Place;
import org.postseal.observation.MessageSpan;
import org.postseal.relay.sharing.WorkClass;
import org.postseal.topics.TransactionId;

/**
 * A message from its arrival here to the fate of all its recipients. While it waits it is where it
 * lies, and little more; its content may be at hand, if there is memory to spare.
 *
 * <pre>
 *   waiting ──begin──► begun ──the last hop was visited──► concluded
 *      └──withdraw──► withdrawn: somebody else's
 * </pre>
 */
final class Consignment {
  private final Lies lies;
  private final WorkClass work;
  private final long octets;
  private final Optional<TransactionId> transactionId;
  private final Instant arrivedAt;
  private final List<Place> places;
  private final ReentrantLock reading = new ReentrantLock();

  private enum State {
    WAITING,
    BEGUN,
    WITHDRAWN,
    CONCLUDED
  }

  private State state = State.WAITING;
  private final List<Visit> visits = new ArrayList<>(1);
  private int open;
  private Set<String> skipped = Set.of();
  private @Nullable DueMessage message;
  private @Nullable MessageSpan span;
  private int conclusions;

  /**
   * What arrived.
   *
   * @param octets of its content
   * @param arrivedAt appended, by the broker's clock
   */
  record Arrived(
      Optional<TransactionId> transactionId, WorkClass work, long octets, Instant arrivedAt) {}

  Consignment(Arrived arrived, Lies lies, List<Place> places) {
    this.lies = lies;
    this.work = arrived.work();
    this.octets = arrived.octets();
    this.transactionId = arrived.transactionId();
    this.arrivedAt = arrived.arrivedAt();
    this.places = List.copyOf(places);
  }

  Lies lies() {
    return lies;
  }

  WorkClass work() {
    return work;
  }

  long octets() {
    return octets;
  }

  /** None if the record has no key that is one: that is found out when it is read. */
  Optional<TransactionId> transactionId() {
    return transactionId;
  }

  /** When Kafka had it. */
  Instant arrivedAt() {
    return arrivedAt;
  }

  /** How many records of its partition are not finished. */
  int openInPartition() {
    return places.getFirst().openInPartition();
  }

  /** These recipients were handled before. */
  synchronized void skip(Set<String> recipients) {
    skipped = Set.copyOf(recipients);
  }

  /** Those of the recipients that are still due. */
  synchronized List<String> due(List<String> forwardPaths) {
    return skipped.isEmpty()
        ? forwardPaths
        : forwardPaths.stream().filter(path -> !skipped.contains(path)).toList();
  }

  /** So many hops are to be visited. */
  synchronized void expect(int hops) {
    open = hops;
  }

  /** What came of beginning it. */
  enum Beginning {
    NOW,
    BEFORE,
    /** It is not ours any more, or done. */
    NEVER
  }

  synchronized Beginning begin() {
    return switch (state) {
      case WAITING -> {
        state = State.BEGUN;
        yield Beginning.NOW;
      }
      case BEGUN -> Beginning.BEFORE;
      case WITHDRAWN, CONCLUDED -> Beginning.NEVER;
    };
  }

  synchronized boolean isBegun() {
    return state == State.BEGUN;
  }

  /** Gives it up, unless it was begun: whoever reads the partition next takes it. */
  synchronized boolean withdraw() {
    if (state != State.WAITING) {
      return false;
    }
    state = State.WITHDRAWN;
    message = null;
    places.forEach(Place::giveUp);
    return true;
  }

  /** Notes what one hop came to. True if it was the last. */
  synchronized boolean visited(Visit visit) {
    visits.add(visit);
    return --open == 0;
  }

  synchronized List<Visit> visits() {
    return List.copyOf(visits);
  }

  synchronized Optional<DueMessage> message() {
    return Optional.ofNullable(message);
  }

  synchronized void hold(DueMessage read) {
    message = read;
  }

  /** Lets go of the content of a message that waits. */
  synchronized void drop() {
    if (state == State.WAITING) {
      message = null;
    }
  }

  synchronized Optional<MessageSpan> span() {
    return Optional.ofNullable(span);
  }

  synchronized void spanned(MessageSpan by) {
    span = by;
  }

  /** How often concluding it was tried, this time included. */
  synchronized int concluding() {
    return ++conclusions;
  }

  /** The fate of every recipient is stored. False if that was so before. */
  boolean finish() {
    synchronized (this) {
      if (state != State.BEGUN) {
        return false;
      }
      state = State.CONCLUDED;
      message = null;
    }
    places.forEach(Place::finish);
    return true;
  }

  /** Held by whoever reads the content, so that it is read once. */
  ReentrantLock reading() {
    return reading;
  }

  @Override
  public String toString() {
    return transactionId.map(TransactionId::value).orElse("?")
        + " ("
        + work.word()
        + ", "
        + octets
        + " octets)";
  }
}
