package org.postseal.relay.delivery;

import java.time.Duration;

/**
 * How long nothing was delivered while mail waits. An empty queue is no failure, so the time counts
 * from when something came to wait. Pure; safe for several threads. Times are readings of {@code
 * System.nanoTime}.
 */
final class SinceDelivery {
  private boolean waits;
  private long since;

  /** A message was delivered to somebody. */
  synchronized void delivered(long now) {
    since = now;
  }

  /** Look now and then whether anything waits. */
  synchronized void look(boolean somethingWaits, long now) {
    if (!waits && somethingWaits) {
      since = now;
    }
    waits = somethingWaits;
  }

  /** Zero, if nothing waits. */
  synchronized Duration length(long now) {
    return waits ? Duration.ofNanos(Math.max(0, now - since)) : Duration.ZERO;
  }
}
