package org.postseal.commandline;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Wall and CPU time of what is measured, on one line; start-up is not in it. */
final class Stats {
  private final long wallStart = System.nanoTime();
  private final long cpuStart = cpuNanos();

  void report(long cases, PrintWriter err) {
    double wall = (System.nanoTime() - wallStart) / 1e9;
    double cpu = (cpuNanos() - cpuStart) / 1e9;
    err.printf(
        Locale.ROOT,
        "%d cases, %.3f s wall, %.3f s CPU, %.1f cases/s%n",
        cases,
        wall,
        cpu,
        cases / wall);
    err.flush();
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean process
        ? process.getProcessCpuTime()
        : 0;
  }
}
