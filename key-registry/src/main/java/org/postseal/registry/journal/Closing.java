package org.postseal.registry.journal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a thread that goes on until it is closed shall end; an interrupt closes it, too. */
final class Closing {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final CountDownLatch begun = new CountDownLatch(1);

  /** Ends a pause, and lets none begin. */
  void begin() {
    begun.countDown();
  }

  boolean hasBegun() {
    return begun.getCount() == 0;
  }

  /** Waits before something that failed is tried again; no longer than until closing begins. */
  void pause() {
    try {
      var _ = begun.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      begin();
    }
  }
}
