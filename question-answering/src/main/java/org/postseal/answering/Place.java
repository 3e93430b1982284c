package org.postseal.answering;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * A place among the answers that are being made at once. Places bound work, not waiting: who waits
 * for others leaves his meanwhile.
 */
public final class Place {
  /** Of those whose number nobody limits. */
  public static final Place UNLIMITED = new Place(new Semaphore(Integer.MAX_VALUE));

  private final Semaphore places;

  Place(Semaphore places) {
    this.places = places;
  }

  /** Waits without the place, and then for one. */
  public <T> T leaveWhile(Supplier<T> waiting) {
    places.release();
    try {
      return waiting.get();
    } finally {
      places.acquireUninterruptibly();
    }
  }
}
