package org.postseal.smtpclient;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.postseal.smtpclient.pace.HostRest;

/**
 * How fast each host is gone about, whatever domains it takes mail for.
 *
 * <pre>
 *   first visit ──► few at once ──each success──► one more ... up to the most
 *   failure ──► half as many ──so many failures in a row──► rests ──► one at a time
 *                                                            ▲          │ failure: twice as long
 *                                                            └──────────┘
 * </pre>
 *
 * A host rests after sessions that failed, never because it refused a recipient.
 */
public final class HostPace {

  /**
   * How many and how often.
   *
   * @param most connections at once
   * @param atFirst the same before anything went well
   * @param failures in a row after which a host rests
   * @param rest how long, the first time; doubles
   * @param longestRest the most
   * @param patience how long one waits for a place or for the next message of a minute
   * @param perMinute transactions, by host or by a domain above it; the nearest counts
   */
  public record Limits(
      int most,
      int atFirst,
      int failures,
      Duration rest,
      Duration longestRest,
      Duration patience,
      Map<String, Integer> perMinute) {
    public Limits {
      perMinute = Map.copyOf(perMinute);
    }

    /** For tests and small tools. */
    public static final Limits DEFAULT =
        new Limits(
            20,
            5,
            5,
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofSeconds(5),
            Map.of());
  }

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final class State {
    private int running;
    private int waiting;
    private int allowed = limits.atFirst();
    private int failures;
    private final HostRest rest =
        new HostRest(new HostRest.Limits(limits.rest(), limits.longestRest()));
    private long nextAt;

    boolean isForgettable(long now) {
      return running == 0
          && waiting == 0
          && ((failures == 0 && !rest.isOnTrial() && nextAt - now <= 0)
              || rest.endedBefore(limits.longestRest(), now));
    }
  }

  private final Limits limits;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, State> hosts = new HashMap<>();

  public HostPace(Limits limits) {
    this(limits, System::nanoTime);
  }

  HostPace(Limits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /** What one visit came to. */
  enum Result {
    /** It made a transaction, whatever became of the recipients. */
    WORKED,
    FAILED,
    /** Nothing is known. */
    NEITHER
  }

  /** Why a host is not visited now; empty if it is, and then has to be left. */
  Optional<Outcome> enter(String hostName, String host, Budget budget) {
    var patience = budget.atMost(limits.patience());
    long until = nanoTime.getAsLong() + patience.toNanos();
    lock.lock();
    try {
      var state = hosts.computeIfAbsent(host, _ -> new State());
      state.waiting++;
      try {
        while (true) {
          long now = nanoTime.getAsLong();
          if (state.rest.isResting(now)) {
            return notNow("4.4.1 The host rests after failures");
          }
          long ready = Math.max(0, state.nextAt - now);
          if (state.running < state.allowed && ready == 0) {
            state.running++;
            interval(hostName).ifPresent(interval -> state.nextAt = now + interval);
            return Optional.empty();
          }
          if (until - now <= 0 || now + ready - until > 0) {
            return notNow("4.4.5 The host has as much as it gets at one time");
          }
          long wait = ready > 0 ? Math.min(ready, until - now) : until - now;
          var _ = changed.awaitNanos(wait);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return notNow("4.3.2 Interrupted");
      } finally {
        state.waiting--;
      }
    } finally {
      lock.unlock();
    }
  }

  private static Optional<Outcome> notNow(String why) {
    return Optional.of(new Outcome.Deferred("451 " + why));
  }

  void leave(String host, Result result) {
    lock.lock();
    try {
      var state = hosts.get(host);
      if (state == null) {
        throw new IllegalStateException("nobody is at " + host);
      }
      state.running--;
      switch (result) {
        case WORKED -> {
          state.failures = 0;
          state.rest.worked();
          state.allowed = Math.min(limits.most(), state.allowed + 1);
        }
        case FAILED -> failed(state);
        case NEITHER -> {}
      }
      sweep();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void failed(State state) {
    state.failures++;
    state.allowed = Math.max(1, state.allowed / 2);
    if (state.failures >= limits.failures() || state.rest.isOnTrial()) {
      state.rest.begin(nanoTime.getAsLong());
      state.allowed = 1;
    }
  }

  /** Whoever gave no trouble needs no memory; trouble is forgotten when long over. */
  private void sweep() {
    long now = nanoTime.getAsLong();
    hosts.values().removeIf(state -> state.isForgettable(now));
  }

  private Optional<Long> interval(String hostName) {
    var name = hostName.toLowerCase(Locale.ROOT);
    while (true) {
      var perMinute = limits.perMinute().get(name);
      if (perMinute != null) {
        return perMinute > 0 ? Optional.of(MINUTE / perMinute) : Optional.empty();
      }
      int dot = name.indexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      name = name.substring(dot + 1);
    }
  }

  /** How many hosts rest now. */
  public int resting() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      return (int) hosts.values().stream().filter(state -> state.rest.isResting(now)).count();
    } finally {
      lock.unlock();
    }
  }
}
