package org.postseal.smtpclient;

import java.time.Duration;

/**
 * The time one attempt may take, over all its hosts, connections and transactions. Half of it is
 * for the envelope: what was accepted until then still gets its content. Only the wait for the
 * final reply goes beyond it, because who stops waiting there sends the message twice (RFC 1047).
 */
final class Budget {
  private final long half;
  private final long end;

  private Budget(long half, long end) {
    this.half = half;
    this.end = end;
  }

  static Budget of(Duration all) {
    long began = System.nanoTime();
    return new Budget(began + all.toNanos() / 2, began + all.toNanos());
  }

  /** The time at which it ends, as {@link System#nanoTime} has it. */
  long end() {
    return end;
  }

  /** Whether no further recipient, host or transaction is to be begun. */
  boolean isHalfSpent() {
    return System.nanoTime() - half >= 0;
  }

  /** The shorter of a timeout and what is left, at least a moment. */
  Duration atMost(Duration timeout) {
    var left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    return left.compareTo(timeout) < 0 ? left : timeout;
  }
}
