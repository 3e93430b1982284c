package org.postseal.registry.asking;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.function.LongSupplier;

/**
 * How often anybody is asked: a token bucket for each name, filled at an even pace up to so many.
 * What is not asked for a while is forgotten, which is as good as full. For any number of threads.
 */
final class Rates {
  private final int burst;
  private final long interval;
  private final int names;
  private final LongSupplier nanoTime;

  /** The time at which each bucket will be full again. */
  private final LinkedHashMap<String, Long> fullAt = new LinkedHashMap<>(64, 0.75f, true);

  /**
   * Makes full buckets.
   *
   * @param perMinute questions about one name, and as many at once
   * @param names the most that are remembered
   */
  Rates(int perMinute, int names, LongSupplier nanoTime) {
    this.burst = perMinute;
    this.interval = Duration.ofMinutes(1).toNanos() / perMinute;
    this.names = names;
    this.nanoTime = nanoTime;
  }

  /** Takes a token, if there is one. */
  synchronized boolean allow(String name) {
    long now = nanoTime.getAsLong();
    long full = Math.max(now, fullAt.getOrDefault(name, now));
    if (full + interval - now > burst * interval) {
      return false;
    }
    fullAt.put(name, full + interval);
    while (fullAt.size() > names) {
      fullAt.pollFirstEntry();
    }
    return true;
  }
}
