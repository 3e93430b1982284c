package org.postseal.ingress.watch;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * The bounds by which the stages of a message are counted, from its content to its reply: the same
 * for all, so that they can be compared, and no more than are needed.
 */
public final class StageBuckets {
  private StageBuckets() {}

  /** From a millisecond to the two minutes a write may take. */
  public static Duration[] all() {
    return IntStream.of(
            1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000, 60_000,
            120_000)
        .mapToObj(Duration::ofMillis)
        .toArray(Duration[]::new);
  }
}
