package org.postseal.ingress.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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
 * and finds nothing left takes what clients have reserved and not used for long, then what slow
 * content holds, the slowest first. Nobody holds more than {@link MemoryShares} allows.
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

  /** How long a search for slow content that found too little is not repeated. */
  static final Duration SEARCH_AGAIN = Duration.ofMillis(100);

  private final MemoryLimits limits;
  private final LongSupplier nanoTime;
  private final MemoryShares shares;
  private final TreeMap<Long, Reservation> byAge = new TreeMap<>();
  private final TreeMap<Long, Reservation> waiting = new TreeMap<>();
  private long nextSequence;
  private long searchedInVain;

  public MemoryBudget(MemoryLimits limits) {
    this(limits, System::nanoTime);
  }

  /** With a clock of its own, in nanoseconds. */
  MemoryBudget(MemoryLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.shares = new MemoryShares(limits);
    this.searchedInVain = nanoTime.getAsLong() - SEARCH_AGAIN.toNanos();
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
    private final ContentOwner owner;
    private final Holder holder;
    private final long began;
    private final ContentProgress progress;
    private long octets;
    private long needed;
    private long wanted;
    private Phase phase = Phase.GROWING;

    private Reservation(long sequence, ContentOwner owner, Holder holder) {
      this.sequence = sequence;
      this.owner = owner;
      this.holder = holder;
      this.began = nanoTime.getAsLong();
      this.progress = new ContentProgress(began);
    }

    /** Asks for {@code total} octets in all; the client has sent {@code received} so far. */
    public Growth growTo(long total, long received) {
      synchronized (MemoryBudget.this) {
        progress.received(received, nanoTime.getAsLong());
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
        hold(this, total);
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

  /** A share of {@code octets}, or nothing if there is not so much left for this owner. */
  public synchronized Optional<Reservation> reserve(
      long octets, ContentOwner owner, Holder holder) {
    var reservation = new Reservation(nextSequence++, owner, holder);
    if (!shares.left(owner, 0, octets)) {
      takeBackUnused(owner, octets);
      giveUpSlow(reservation, octets);
    }
    if (!shares.left(owner, 0, octets) || !waiting.isEmpty()) {
      return Optional.empty();
    }
    hold(reservation, octets);
    byAge.put(reservation.sequence, reservation);
    return Optional.of(reservation);
  }

  private void hold(Reservation reservation, long octets) {
    shares.change(reservation.owner, reservation.octets, octets);
    reservation.octets = octets;
  }

  public synchronized long used() {
    return shares.used();
  }

  public long capacity() {
    return limits.capacity();
  }

  private Growth grow(Reservation reservation, long total) {
    long before = reservation.octets;
    if (total <= before) {
      return Growth.GRANTED;
    }
    if (!shares.left(reservation.owner, before, total)) {
      giveUpSlow(reservation, total);
      dropYounger(reservation, total);
    }
    if (shares.left(reservation.owner, before, total)) {
      if (reservation.phase == Phase.WAITING) {
        reservation.progress.restart(nanoTime.getAsLong());
      }
      hold(reservation, total);
      reservation.phase = Phase.GROWING;
      waiting.remove(reservation.sequence);
      return Growth.GRANTED;
    }
    if (isWorthWaiting(reservation, total)) {
      reservation.phase = Phase.WAITING;
      reservation.wanted = total;
      waiting.put(reservation.sequence, reservation);
      return Growth.WAIT;
    }
    giveBack(reservation, Phase.DROPPED);
    serveWaiting();
    return Growth.DROPPED;
  }

  private void dropYounger(Reservation than, long total) {
    var candidates = new ArrayList<>(byAge.tailMap(than.sequence, false).descendingMap().values());
    for (var candidate : candidates) {
      if (shares.left(than.owner, than.octets, total)) {
        return;
      }
      if (isArriving(candidate) && frees(candidate, than, total)) {
        drop(candidate);
      }
    }
  }

  private boolean frees(Reservation candidate, Reservation wanting, long total) {
    return shares.frees(candidate.owner, candidate.octets, wanting.owner, wanting.octets, total);
  }

  /** What clients have reserved and not needed for long; they may ask for it again. */
  private void takeBackUnused(ContentOwner owner, long octets) {
    long now = nanoTime.getAsLong();
    for (var reservation : byAge.descendingMap().values()) {
      if (shares.left(owner, 0, octets)) {
        return;
      }
      if (reservation.phase == Phase.GROWING && now - reservation.began > SLOW.toNanos()) {
        hold(reservation, reservation.needed);
      }
    }
  }

  /** Gives up slow content of others that stands in the way, the slowest first. */
  private void giveUpSlow(Reservation wanting, long total) {
    long now = nanoTime.getAsLong();
    if (now - searchedInVain < SEARCH_AGAIN.toNanos()) {
      return;
    }
    var owner = wanting.owner;
    long before = wanting.octets;
    var slowest =
        byAge.values().stream()
            .filter(other -> other.phase == Phase.GROWING && other != wanting)
            .filter(other -> limits.isSlow(other.progress.rate(now), other.octets))
            .sorted(Comparator.comparingDouble(other -> other.progress.rate(now)))
            .toList();
    for (var slow : slowest) {
      if (shares.left(owner, before, total)) {
        return;
      }
      if (frees(slow, wanting, total)) {
        drop(slow);
      }
    }
    if (!shares.left(owner, before, total)) {
      searchedInVain = now;
    }
  }

  private void drop(Reservation reservation) {
    giveBack(reservation, Phase.DROPPED);
    reservation.holder.dropped();
  }

  private void giveBack(Reservation reservation, Phase phase) {
    hold(reservation, 0);
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

  /** Only the oldest waits, and only for content that is complete. */
  private boolean isWorthWaiting(Reservation reservation, long total) {
    var others = byAge.values().stream().filter(other -> frees(other, reservation, total)).toList();
    return others.stream().anyMatch(other -> other.phase == Phase.SETTLED)
        && others.stream()
            .noneMatch(other -> other.sequence < reservation.sequence && isArriving(other));
  }

  private static boolean isArriving(Reservation reservation) {
    return reservation.phase == Phase.GROWING || reservation.phase == Phase.WAITING;
  }
}
