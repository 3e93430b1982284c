package org.postseal.endtoend.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waiting for something another process does: looked for again and again, up to a limit. */
public final class Waiting {
  private static final long PAUSE_MS = 20;

  private Waiting() {}

  /**
   * Returns what was found.
   *
   * @param what completes the sentence "did not see …" if the limit passes
   * @throws IllegalStateException if the limit passes
   */
  public static <T> T until(String what, Duration limit, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      var found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("did not see " + what + " within " + limit);
      }
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + what, e);
      }
    }
  }
}
