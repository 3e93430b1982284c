package org.postseal.ingress.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The memory that content in flight may take, shared by all sessions.
 *
 * <p>A transaction reserves before it begins. If it needs more than that and nothing is left, the
 * youngest transaction whose content is still arriving loses its own; so the oldest can always go
 * on. It waits only while all that is left belongs to content that is complete, which is given back
 * within the deadlines of the question and the write. Nobody new is let in meanwhile. Who begins
 * and finds nothing left takes what slow clients have reserved and not used.
 *
 * <pre>
 *   reserve ──► GROWING ──settle──► SETTLED ──release──► (gone)
 *                 │  ▲ granted
 *                 ▼  │
 *               WAITING            GROWING, WAITING ──nothing left──► DROPPED ──release──► (gone)
 * </pre>
 *
 * <p>Safe for several threads. A {@link Holder} is called under the lock and must only pass the
 * word on to its own thread; until that has dropped its content, a little more than the budget may
 * be in use.
 */
public final class MemoryBudget {
  /** How long a reservation may lie unused while others need it. */
  static final Duration SLOW = Duration.ofSeconds(10);

  private final long capacity;
  private final LongSupplier nanoTime;
  private final TreeMap<Long, Reservation> byAge = new TreeMap<>();
  private final TreeMap<Long, Reservation> waiting = new TreeMap<>();
  private long used;
  private long nextSequence;

  public MemoryBudget(long capacity) {
    this(capacity, System::nanoTime);
  }

  /** With a clock of its own, in nanoseconds. */
  MemoryBudget(long capacity, LongSupplier nanoTime) {
    this.capacity = capacity;
    this.nanoTime = nanoTime;
  }

  /** Told when a reservation changes without being asked. */
  public interface Holder {
    /** The content must be given up. */
    void dropped();

    /** What the reservation waited for is there. */
    void granted();
  }

  /** What became of a wish to grow. */
  public enum Growth {
    GRANTED,
    WAIT,
    DROPPED
  }

  private enum Phase {
    GROWING,
    WAITING,
    SETTLED,
    DROPPED,
    RELEASED
  }

  /** The share of one transaction; its age is the order of reservation. */
  public final class Reservation {
    private final long sequence;
    private final Holder holder;
    private final long began;
    private long octets;
    private long needed;
    private long wanted;
    private Phase phase = Phase.GROWING;

    private Reservation(long sequence, long octets, Holder holder) {
      this.sequence = sequence;
      this.octets = octets;
      this.holder = holder;
      this.began = nanoTime.getAsLong();
    }

    /** Asks for {@code total} octets in all. */
    public Growth growTo(long total) {
      synchronized (MemoryBudget.this) {
        return switch (phase) {
          case GROWING, WAITING -> {
            needed = Math.max(needed, total);
            yield grow(this, total);
          }
          case DROPPED -> Growth.DROPPED;
          case SETTLED, RELEASED -> throw new IllegalStateException("content is complete");
        };
      }
    }

    /**
     * The content is complete and took {@code total} octets, no more than reserved.
     *
     * @return whether it is still there
     */
    public boolean settle(long total) {
      synchronized (MemoryBudget.this) {
        if (phase == Phase.DROPPED) {
          return false;
        }
        phase = Phase.SETTLED;
        used -= octets - total;
        octets = total;
        serveWaiting();
        return true;
      }
    }

    /** Gives everything back. May be called more than once. */
    public void release() {
      synchronized (MemoryBudget.this) {
        if (phase != Phase.RELEASED) {
          giveBack(this, Phase.RELEASED);
          serveWaiting();
        }
      }
    }
  }

  /** A share of {@code octets}, or nothing if there is not so much left. */
  public synchronized Optional<Reservation> reserve(long octets, Holder holder) {
    if (octets > capacity - used) {
      takeBackUnused(octets);
    }
    if (octets > capacity - used || !waiting.isEmpty()) {
      return Optional.empty();
    }
    var reservation = new Reservation(nextSequence++, octets, holder);
    used += octets;
    byAge.put(reservation.sequence, reservation);
    return Optional.of(reservation);
  }

  public synchronized long used() {
    return used;
  }

  public long capacity() {
    return capacity;
  }

  private Growth grow(Reservation reservation, long total) {
    long more = total - reservation.octets;
    if (more <= 0) {
      return Growth.GRANTED;
    }
    dropYounger(reservation, more);
    if (capacity - used >= more) {
      reservation.octets = total;
      reservation.phase = Phase.GROWING;
      waiting.remove(reservation.sequence);
      used += more;
      return Growth.GRANTED;
    }
    if (isOldestArriving(reservation) && anySettled()) {
      reservation.phase = Phase.WAITING;
      reservation.wanted = total;
      waiting.put(reservation.sequence, reservation);
      return Growth.WAIT;
    }
    giveBack(reservation, Phase.DROPPED);
    serveWaiting();
    return Growth.DROPPED;
  }

  private void dropYounger(Reservation than, long more) {
    var candidates = new ArrayList<>(byAge.tailMap(than.sequence, false).descendingMap().values());
    for (var candidate : candidates) {
      if (capacity - used >= more) {
        return;
      }
      if (isArriving(candidate)) {
        giveBack(candidate, Phase.DROPPED);
        candidate.holder.dropped();
      }
    }
  }

  /** What slow clients have reserved and not needed so far; they may ask for it again. */
  private void takeBackUnused(long octets) {
    long now = nanoTime.getAsLong();
    for (var reservation : byAge.descendingMap().values()) {
      if (octets <= capacity - used) {
        return;
      }
      if (reservation.phase == Phase.GROWING && now - reservation.began > SLOW.toNanos()) {
        used -= reservation.octets - reservation.needed;
        reservation.octets = reservation.needed;
      }
    }
  }

  private void giveBack(Reservation reservation, Phase phase) {
    used -= reservation.octets;
    reservation.octets = 0;
    reservation.phase = phase;
    byAge.remove(reservation.sequence);
    waiting.remove(reservation.sequence);
  }

  /** The oldest first; whoever still finds nothing waits on or is dropped. */
  private void serveWaiting() {
    if (waiting.isEmpty()) {
      return;
    }
    for (var reservation : List.copyOf(waiting.values())) {
      switch (grow(reservation, reservation.wanted)) {
        case GRANTED -> reservation.holder.granted();
        case DROPPED -> reservation.holder.dropped();
        case WAIT -> {
          return;
        }
      }
    }
  }

  private boolean anySettled() {
    return byAge.values().stream().anyMatch(r -> r.phase == Phase.SETTLED);
  }

  private boolean isOldestArriving(Reservation reservation) {
    return byAge.headMap(reservation.sequence).values().stream()
        .noneMatch(MemoryBudget::isArriving);
  }

  private static boolean isArriving(Reservation reservation) {
    return reservation.phase == Phase.GROWING || reservation.phase == Phase.WAITING;
  }
}
