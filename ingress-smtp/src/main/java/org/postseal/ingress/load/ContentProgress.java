package org.postseal.ingress.load;

import java.time.Duration;

/**
 * How fast the content of one transaction comes in: octets a second over the last {@link #WINDOW}.
 * What came in a burst before counts no more. Not safe for several threads.
 */
final class ContentProgress {
  /** Nobody is called slow before this time is over. */
  static final Duration WINDOW = Duration.ofSeconds(5);

  private long markedAt;
  private long marked;
  private long received;
  private double rate = Double.POSITIVE_INFINITY;

  /** Content begins at {@code now}, in nanoseconds. */
  ContentProgress(long now) {
    markedAt = now;
  }

  /** So many octets have come in all. */
  void received(long total, long now) {
    received = total;
    turn(now);
  }

  /** It was not the client that waited until now. */
  void restart(long now) {
    markedAt = now;
    marked = received;
    rate = Double.POSITIVE_INFINITY;
  }

  /** Octets a second; infinite until there is a window to measure. */
  double rate(long now) {
    turn(now);
    return rate;
  }

  private void turn(long now) {
    long elapsed = now - markedAt;
    if (elapsed >= WINDOW.toNanos()) {
      rate = (received - marked) * 1e9 / elapsed;
      markedAt = now;
      marked = received;
    }
  }
}
