package org.postseal.ingress.load;

import java.time.Duration;

/**
 * What content in flight may take, in octets.
 *
 * @param capacity all of it
 * @param allLarge all transactions together that hold more than {@link #SMALL} each, so that
 *     everyday mail finds room beside them
 * @param strangers all who came to the listener for other servers, so that accounts can submit
 * @param address one client's address
 * @param network the clients of one network
 * @param leastRate octets a second; content that comes in more slowly is given up when others need
 *     its memory
 * @param longestStay content for which the client would take longer than this, at the rate at which
 *     it comes, is slow, too: who holds much must be quick
 */
public record MemoryLimits(
    long capacity,
    long allLarge,
    long strangers,
    long address,
    long network,
    long leastRate,
    Duration longestStay) {
  /** What one transaction holds at the most to count as everyday mail. */
  static final long SMALL = 1 << 20;

  /** One client may have everything: for closed networks and tests. */
  public static MemoryLimits undivided(long capacity) {
    return new MemoryLimits(
        capacity, capacity, capacity, capacity, capacity, 0, Duration.ofDays(1));
  }

  /** How much of what a transaction holds counts as large: all or nothing. */
  long large(long held) {
    return held > SMALL ? held : 0;
  }

  /** Whether content that holds so much and comes in at so many octets a second is slow. */
  boolean isSlow(double rate, long held) {
    return rate < Math.max((double) leastRate, held * 1e3 / longestStay.toMillis());
  }
}
