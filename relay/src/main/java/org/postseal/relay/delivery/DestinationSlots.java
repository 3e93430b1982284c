package org.postseal.relay.delivery;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postseal.relay.route.NextHop;

/**
 * The fair share of one destination: so many transactions at a time.
 *
 * <pre>
 *   flowing ──a message waited in vain──► congested ──a slot is given back──► flowing
 * </pre>
 *
 * While slots turn over, a short wait for the next is cheaper than a way through a retry topic, and
 * reading pauses meanwhile. A destination whose slots do not turn over costs the others that short
 * wait once: from then on its messages are turned away at once.
 */
public final class DestinationSlots {

  private static final class Slots {
    private final Semaphore free;
    private int users;
    private volatile boolean congested;

    Slots(int count) {
      this.free = new Semaphore(count);
    }
  }

  private final ConcurrentHashMap<NextHop, Slots> byHop = new ConcurrentHashMap<>();
  private final int count;
  private final Duration patience;

  public DestinationSlots(int count, Duration patience) {
    this.count = count;
    this.patience = patience;
  }

  /** True if a slot was taken, to be given back; false if the message has to be parked. */
  boolean take(NextHop hop) throws InterruptedException {
    var slots =
        byHop.compute(
            hop,
            (_, present) -> {
              var of = present == null ? new Slots(count) : present;
              of.users++;
              return of;
            });
    boolean taken = false;
    try {
      taken =
          slots.free.tryAcquire()
              || (!slots.congested
                  && slots.free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS));
      if (!taken) {
        slots.congested = true;
      }
    } finally {
      if (!taken) {
        forget(hop);
      }
    }
    return taken;
  }

  void giveBack(NextHop hop) {
    var slots = byHop.get(hop);
    if (slots == null) {
      throw new IllegalStateException("no slot of " + hop + " was taken");
    }
    slots.congested = false;
    slots.free.release();
    forget(hop);
  }

  private void forget(NextHop hop) {
    byHop.computeIfPresent(
        hop,
        (_, slots) -> {
          slots.users--;
          return slots.users == 0 ? null : slots;
        });
  }

  /** Destinations with a transaction or a message waiting for one. */
  int destinations() {
    return byHop.size();
  }
}
