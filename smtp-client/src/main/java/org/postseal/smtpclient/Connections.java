package org.postseal.smtpclient;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sessions between two transactions, by destination. How many are open at once is the affair of
 * whoever borrows; here is only how long and how often one may be used again. RFC 5321 §4.5.4.1
 * encourages it.
 */
public final class Connections implements AutoCloseable {

  /**
   * How a session may be used again.
   *
   * @param idle how long it may wait for its next transaction; servers hang up soon
   * @param transactions the most it is used for
   */
  public record Reuse(Duration idle, int transactions) {}

  private record Idle(Session session, long sinceNanos) {}

  private final Reuse reuse;
  private final Map<String, Deque<Idle>> byDestination = new HashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("smtp-client-idle").daemon().factory());

  public Connections(Reuse reuse) {
    this.reuse = reuse;
    long tick = Math.max(50, reuse.idle().toMillis() / 4);
    var _ = sweeper.scheduleWithFixedDelay(this::sweep, tick, tick, TimeUnit.MILLISECONDS);
  }

  /** The session used last, for the others may grow old together. */
  Optional<Session> borrow(String destination) {
    while (true) {
      Idle idle;
      synchronized (byDestination) {
        var sessions = byDestination.get(destination);
        if (sessions == null) {
          return Optional.empty();
        }
        idle = sessions.pollLast();
        if (sessions.isEmpty()) {
          byDestination.remove(destination);
        }
      }
      if (idle == null) {
        return Optional.empty();
      }
      if (idle.session().looksAlive() && !isStale(idle)) {
        return Optional.of(idle.session());
      }
      idle.session().close();
    }
  }

  void giveBack(String destination, Session session) {
    if (session.transactions() >= reuse.transactions()
        || session.isExhausted()
        || sweeper.isShutdown()) {
      session.quit();
      return;
    }
    synchronized (byDestination) {
      byDestination
          .computeIfAbsent(destination, _ -> new ArrayDeque<>())
          .addLast(new Idle(session, System.nanoTime()));
    }
  }

  private boolean isStale(Idle idle) {
    return System.nanoTime() - idle.sinceNanos() > reuse.idle().toNanos();
  }

  private void sweep() {
    var stale = new ArrayList<Session>();
    synchronized (byDestination) {
      byDestination
          .values()
          .removeIf(
              sessions -> {
                while (!sessions.isEmpty() && isStale(sessions.getFirst())) {
                  stale.add(sessions.removeFirst().session());
                }
                return sessions.isEmpty();
              });
    }
    stale.forEach(session -> Thread.startVirtualThread(session::quit));
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
    synchronized (byDestination) {
      byDestination.values().forEach(all -> all.forEach(idle -> idle.session().quit()));
      byDestination.clear();
    }
  }
}
