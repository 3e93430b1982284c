package org.postseal.relay.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import org.postseal.relay.client.Outcome;
import org.postseal.relay.route.NextHop;

/** The numbers an operator watches. Labels are the five kinds of route and four outcomes. */
public final class RelayMetrics {
  private final MeterRegistry registry;

  public RelayMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void watch(InFlight inFlight) {
    Gauge.builder("postseal_relay_in_flight_messages", inFlight, InFlight::messages)
        .description("Messages being delivered now")
        .register(registry);
    Gauge.builder("postseal_relay_in_flight_octets", inFlight, InFlight::octets)
        .description("Octets of the messages being delivered now")
        .baseUnit("bytes")
        .register(registry);
  }

  void tried(NextHop hop, Map<String, Outcome> outcomes, Duration took) {
    timer("postseal_relay_attempt", "Time of one attempt at one next hop", hop).record(took);
    for (var outcome : outcomes.values()) {
      count(hop, outcome.word(), 1);
    }
  }

  void parked(NextHop hop, int recipients) {
    count(hop, "parked", recipients);
  }

  void delivered(NextHop hop, Duration sinceReceived) {
    timer("postseal_relay_latency", "From the end of the content to its delivery", hop)
        // below 0, if the clock of who received it is ahead of ours
        .record(sinceReceived.isNegative() ? Duration.ZERO : sinceReceived);
  }

  void dropped(String why) {
    registry.counter("postseal_relay_dropped_total", "reason", why).increment();
  }

  private void count(NextHop hop, String outcome, int recipients) {
    registry
        .counter("postseal_relay_recipients_total", "route", hop.kind(), "outcome", outcome)
        .increment(recipients);
  }

  private Timer timer(String name, String description, NextHop hop) {
    return Timer.builder(name).description(description).tag("route", hop.kind()).register(registry);
  }
}
