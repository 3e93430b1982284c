package org.postseal.following;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What a loop says of itself; the label is its name. */
public final class LoopMetrics implements MeterBinder {
  private static final double MILLIS = 1000;

  private final SupervisedLoop loop;

  public LoopMetrics(SupervisedLoop loop) {
    this.loop = loop;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("postseal_loop_restarts", loop, SupervisedLoop::restarts)
        .description("How often a loop that follows topics had to begin anew")
        .tag("loop", loop.name())
        .register(registry);
    Gauge.builder("postseal_loop_standing_seconds", loop, one -> one.standing().toMillis() / MILLIS)
        .description("Since when a loop reads nothing although there is something to read")
        .tag("loop", loop.name())
        .register(registry);
    Gauge.builder(
            "postseal_loop_idle_seconds", loop, one -> one.sinceProgress().toMillis() / MILLIS)
        .description("Since when a loop has read nothing")
        .tag("loop", loop.name())
        .register(registry);
  }
}
