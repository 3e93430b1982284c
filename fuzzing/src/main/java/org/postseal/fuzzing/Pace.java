package org.postseal.fuzzing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Runs an attack and keeps an eye on what each input costs: processor time and memory allocated,
 * for each octet of it. An input that seems to cost more than any before is run again, so that what
 * the compiler is still busy with is not taken for its own.
 *
 * <p>Costs of inputs below {@value #LEAST} octets are not compared: there the constant part rules.
 */
final class Pace {
  /** Inputs from here on count. */
  static final int LEAST = 256;

  private static final long SLOW_NANOS = 1_000_000_000L;
  private static final long MUCH_OCTETS = 256L << 20;
  private static final int REPETITIONS = 4;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Attack attack;
  private long executions;
  private Worst slowest = new Worst(0, 0, 0);
  private Worst hungriest = new Worst(0, 0, 0);
  private double mostNanosPerOctet;
  private double mostOctetsPerOctet;

  /** What an input cost in all, and how long it was. */
  private record Worst(long nanos, long allocated, int length) {}

  Pace(Attack attack) {
    this.attack = attack;
  }

  /** Attacks; whatever is thrown says what the octets were. */
  void run(byte[] octets, String what) {
    try {
      run(octets);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(what, e);
    }
  }

  /** Attacks once; an input that costs too much is a finding. */
  void run(byte[] octets) {
    executions++;
    Worst cost = measured(octets);
    if (octets.length < LEAST) {
      return;
    }
    if (perOctet(cost.nanos(), octets) > mostNanosPerOctet
        || perOctet(cost.allocated(), octets) > mostOctetsPerOctet) {
      note(leastOfSome(octets, cost), octets);
    }
  }

  private void note(Worst cost, byte[] octets) {
    if (perOctet(cost.nanos(), octets) > mostNanosPerOctet) {
      mostNanosPerOctet = perOctet(cost.nanos(), octets);
      slowest = cost;
    }
    if (perOctet(cost.allocated(), octets) > mostOctetsPerOctet) {
      mostOctetsPerOctet = perOctet(cost.allocated(), octets);
      hungriest = cost;
    }
    BrokenClaim.unless(cost.nanos() < SLOW_NANOS, "an input takes less than a second, not " + cost);
    BrokenClaim.unless(
        cost.allocated() < MUCH_OCTETS, "an input takes less than 256 MiB, not " + cost);
  }

  private Worst leastOfSome(byte[] octets, Worst first) {
    Worst least = first;
    for (int i = 0; i < REPETITIONS; i++) {
      Worst again = measured(octets);
      least =
          new Worst(
              Math.min(least.nanos(), again.nanos()),
              Math.min(least.allocated(), again.allocated()),
              octets.length);
    }
    return least;
  }

  private Worst measured(byte[] octets) {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long began = THREADS.getCurrentThreadCpuTime();
    attack.with(octets);
    return new Worst(
        THREADS.getCurrentThreadCpuTime() - began,
        THREADS.getCurrentThreadAllocatedBytes() - allocated,
        octets.length);
  }

  private static double perOctet(long cost, byte[] octets) {
    return (double) cost / octets.length;
  }

  /** One line of figures. */
  String report() {
    return String.format(
        Locale.ROOT,
        "%d executions; most time %.0f ns/octet (%.2f ms for %d octets);"
            + " most memory %.0f octets/octet (%d KiB for %d octets)",
        executions,
        mostNanosPerOctet,
        slowest.nanos() / 1e6,
        slowest.length(),
        mostOctetsPerOctet,
        hungriest.allocated() >> 10,
        hungriest.length());
  }
}
