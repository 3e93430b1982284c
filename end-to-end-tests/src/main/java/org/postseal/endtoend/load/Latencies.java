package org.postseal.endtoend.load;

import java.time.Duration;
import java.util.Arrays;

/** How long each of many things took. A value. */
public final class Latencies {
  private final long[] ascending;

  private Latencies(long[] ascending) {
    this.ascending = ascending;
  }

  /** Of these, in nanoseconds and in any order. */
  public static Latencies ofNanos(long... nanos) {
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  /**
   * What so many per cent of them did not exceed.
   *
   * @param percent above 0, at most 100
   */
  public Duration percentile(double percent) {
    if (ascending.length == 0) {
      return Duration.ZERO;
    }
    int at = (int) Math.ceil(percent / 100 * ascending.length) - 1;
    return Duration.ofNanos(ascending[Math.max(0, at)]);
  }

  @Override
  public String toString() {
    return "p50 %s, p99 %s ms".formatted(millis(percentile(50)), millis(percentile(99)));
  }

  private static String millis(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    return (millis < 10 ? "%.1f" : "%.0f").formatted(millis);
  }
}
