package org.postseal.relay.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.postseal.observation.MessageSpan;
import org.postseal.relay.sharing.WorkClass;

/** All messages that arrived and are not finished: which, how many, since when. */
final class Unfinished {
  /** Octets of what arrived and was not yet looked at. */
  private static final long PLANNING_OCTETS = 16L * 1024 * 1024;

  private final HeldContent held;
  private final int mostPlanning;
  private final InstantSource clock;

  private final Set<Consignment> alive = ConcurrentHashMap.newKeySet();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger planning = new AtomicInteger();
  private final AtomicLong planningOctets = new AtomicLong();
  private volatile long movedAt = System.nanoTime();

  /**
   * None yet.
   *
   * @param held is told of what waits no more
   * @param mostPlanning records that arrived and were not yet looked at
   */
  Unfinished(HeldContent held, int mostPlanning, InstantSource clock) {
    this.held = held;
    this.mostPlanning = mostPlanning;
    this.clock = clock;
  }

  /** Whether more may arrive now. */
  boolean hasRoom() {
    return planning.get() < mostPlanning && planningOctets.get() < PLANNING_OCTETS;
  }

  void arrived(Consignment consignment) {
    if (alive.isEmpty()) {
      movedAt = System.nanoTime();
    }
    alive.add(consignment);
    planning.incrementAndGet();
    planningOctets.addAndGet(consignment.octets());
  }

  /** It is known whom it is for. */
  void lookedAt(Consignment consignment) {
    planning.decrementAndGet();
    planningOctets.addAndGet(-consignment.octets());
  }

  /** Whether it is, from now on or since before, being worked on here. */
  boolean begin(Consignment consignment) {
    return switch (consignment.begin()) {
      case NOW -> {
        begun.incrementAndGet();
        held.release(consignment);
        yield true;
      }
      case BEFORE -> true;
      case NEVER -> false;
    };
  }

  /** How many are begun. */
  int begun() {
    return begun.get();
  }

  /** The fate of all its recipients is stored. */
  void finish(Consignment consignment) {
    if (!consignment.finish()) {
      return;
    }
    consignment.span().ifPresent(MessageSpan::end);
    held.release(consignment);
    alive.remove(consignment);
    movedAt = System.nanoTime();
    begun.decrementAndGet();
  }

  /** These partitions are somebody else's: what is not begun is his. */
  void withdraw(Collection<TopicPartition> partitions) {
    for (var consignment : alive) {
      if (partitions.contains(consignment.lies().place())) {
        withdraw(consignment);
      }
    }
  }

  void withdrawAll() {
    alive.forEach(this::withdraw);
  }

  private void withdraw(Consignment consignment) {
    if (consignment.withdraw()) {
      held.release(consignment);
      alive.remove(consignment);
    }
  }

  boolean contains(Consignment consignment) {
    return alive.contains(consignment);
  }

  /** Messages of a class that are here. */
  long here(WorkClass work) {
    return alive.stream().filter(one -> one.work() == work).count();
  }

  /** Since when the oldest message of a class has been here. */
  Duration oldest(WorkClass work) {
    var now = clock.instant();
    return alive.stream()
        .filter(one -> one.work() == work)
        .map(one -> Duration.between(one.arrivedAt(), now))
        .max(Duration::compareTo)
        .filter(age -> !age.isNegative())
        .orElse(Duration.ZERO);
  }

  /** How long nothing was finished although something is here. */
  Duration standing() {
    return alive.isEmpty() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - movedAt);
  }
}
