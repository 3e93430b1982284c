package org.postseal.smtpclient;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.postseal.smtpclient.wellknown.TimeLimit;

/**
 * Closes what has passed its deadline. A socket's own timeout is no help against a next hop that
 * sends an octet now and then, and there is none for writing.
 */
public final class Watch implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(50);

  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("smtp-client-deadlines").daemon().factory());

  public Watch() {
    var _ =
        clock.scheduleWithFixedDelay(
            this::look, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Something with a deadline. Both methods are called on the watch's thread and must not block.
   */
  interface Watched {
    /** True if the deadline, in terms of {@link System#nanoTime}, has passed. */
    boolean isOverdueAt(long nanoTime);

    /** Ends it, and takes it off this watch. */
    void expire();
  }

  /** Closes something at that time, a value of {@link System#nanoTime}, unless told otherwise. */
  public TimeLimit.Running closing(Closeable something, long until) {
    var one =
        new Watched() {
          @Override
          public boolean isOverdueAt(long nanoTime) {
            return nanoTime - until > 0;
          }

          @Override
          public void expire() {
            remove(this);
            try {
              something.close();
            } catch (IOException _) {
              // it is of no use any more either way
            }
          }
        };
    add(one);
    return () -> remove(one);
  }

  void add(Watched one) {
    watched.add(one);
  }

  void remove(Watched one) {
    watched.remove(one);
  }

  private void look() {
    long now = System.nanoTime();
    for (var one : watched) {
      if (one.isOverdueAt(now)) {
        one.expire();
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
