package org.postseal.endtoend.load;

import java.time.Duration;
import java.util.Locale;

/**
 * What came of a run.
 *
 * @param accepted from the first connection to the last 250
 * @param drained from the first connection to the last delivery
 * @param processor time the system's own processes used, all threads together
 * @param replies from the end of each content to its 250
 * @param deferred contents that read a 4yz reply first
 */
public record LoadFigures(
    int messages,
    Duration accepted,
    Duration drained,
    Duration processor,
    Latencies replies,
    int deferred) {

  /** Messages accepted a second. */
  public double acceptedRate() {
    return messages * 1e9 / accepted.toNanos();
  }

  /** Messages delivered a second. */
  public double drainedRate() {
    return messages * 1e9 / drained.toNanos();
  }

  /** Milliseconds of processor time a message. */
  public double processorMillis() {
    return processor.toNanos() / 1e6 / messages;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "accepted %.1f/s, drained %.1f/s (%.0f %%), CPU %.2f ms a message, 250 after %s%s",
        acceptedRate(),
        drainedRate(),
        100 * drainedRate() / acceptedRate(),
        processorMillis(),
        replies,
        deferred == 0 ? "" : ", deferred at first " + deferred);
  }
}
