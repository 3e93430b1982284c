package org.postseal.registryview;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Leaves a service alone that did not answer.
 *
 * <pre>
 * closed --failed--> open until then --then: one question is let through--> open until later
 *    ^                                                                        |
 *    +--------------------------------answered--------------------------------+
 * </pre>
 */
final class Breaker {
  private sealed interface State {
    record Closed() implements State {}

    record Open(long untilNanos) implements State {}
  }

  private static final State CLOSED = new State.Closed();

  private final long pauseNanos;
  private final AtomicReference<State> state = new AtomicReference<>(CLOSED);

  Breaker(Duration pause) {
    this.pauseNanos = pause.toNanos();
  }

  /** Whether a question may be asked at this time of {@link System#nanoTime}. */
  boolean letsThrough(long nowNanos) {
    var current = state.get();
    return switch (current) {
      case State.Closed _ -> true;
      case State.Open(long until) ->
          nowNanos - until >= 0
              && state.compareAndSet(current, new State.Open(nowNanos + pauseNanos));
    };
  }

  void answered() {
    state.set(CLOSED);
  }

  /** Says whether this failure is the first after an answer. */
  boolean failed(long nowNanos) {
    return state.getAndSet(new State.Open(nowNanos + pauseNanos)) instanceof State.Closed;
  }
}
