package org.postseal.benchmarks.authentication;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * How often something can be done in a second of processor time, everything counted that this
 * process does for it, garbage collection too. What else runs on the machine disturbs it little.
 */
final class Rates {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean)
          ManagementFactory.getPlatformMXBean(java.lang.management.OperatingSystemMXBean.class);

  private Rates() {}

  /** Something to be done again and again. */
  interface Operation {
    Object run() throws Exception;
  }

  /** Times a second of processor time, measured over about so many seconds of it. */
  static double perSecond(Operation operation, double seconds) throws Exception {
    long begin = PROCESS.getProcessCpuTime();
    long end = begin + (long) (seconds * 1e9);
    long now = begin;
    long count = 0;
    int unlooked = 0;
    while (now < end) {
      long until = System.nanoTime() + 20_000_000; // asking for the time costs time
      while (System.nanoTime() < until) {
        unlooked ^= System.identityHashCode(operation.run());
        count++;
      }
      now = PROCESS.getProcessCpuTime();
    }
    if (unlooked == Integer.MIN_VALUE) {
      throw new IllegalStateException("no hash is that");
    }
    return count / ((now - begin) / 1e9);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  static String text(double rate) {
    return String.format(Locale.ROOT, "%,.0f", rate);
  }
}
