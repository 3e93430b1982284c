package org.postseal.relay.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.postseal.relay.desk.OrderBook;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.sharing.HostShares;
import org.postseal.relay.sharing.WorkClass;
import org.postseal.smtpclient.Outcome;
import org.postseal.topics.DueReport;
import org.postseal.topics.OperatorOrder.Action;

/** The numbers an operator watches. Labels are the five kinds of route and four outcomes. */
public final class RelayMetrics {
  private static final Duration[] ATTEMPTS =
      buckets(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000);

  /** The retries are in it: after 1, 5, 15 minutes, an hour, four, a day. */
  private static final Duration[] LATENCIES =
      buckets(
          10,
          25,
          50,
          100,
          250,
          500,
          1_000,
          2_500,
          5_000,
          10_000,
          30_000,
          120_000,
          480_000,
          1_500_000,
          7_200_000,
          21_600_000,
          86_400_000);

  private final MeterRegistry registry;
  private final Counter faults;
  private final Counter suppressed;

  /** What alerts ask for is there from the start, at zero. */
  public RelayMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.faults = registry.counter("postseal_relay_faults");
    this.suppressed = registry.counter("postseal_relay_duplicates_suppressed");
  }

  void watch(HostShares<HopClaim> shares, Deliveries deliveries) {
    Gauge.builder("postseal_relay_in_flight_messages", shares, HostShares::running)
        .description("Attempts being made now, each of one message at one next hop")
        .register(registry);
    Gauge.builder("postseal_relay_in_flight_octets", shares, HostShares::octets)
        .description("Octets of the messages being delivered now")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("postseal_relay_hosts_resting", shares, all -> all.resting(System.nanoTime()))
        .description("Hosts that were lost and are not tried now")
        .register(registry);
    for (var work : WorkClass.values()) {
      Gauge.builder("postseal_relay_waiting_messages", shares, all -> all.waiting(work))
          .description("Messages that wait for a place at their next hop")
          .tag("class", work.word())
          .register(registry);
      Gauge.builder(
              "postseal_relay_waiting_oldest_seconds",
              deliveries,
              all -> all.oldest(work).toSeconds())
          .description("Since when the oldest message here has not been finished")
          .tag("class", work.word())
          .register(registry);
    }
    Gauge.builder("postseal_relay_standing_seconds", deliveries, all -> all.standing().toSeconds())
        .description("Time since the last message was finished, while some are here")
        .register(registry);
  }

  void tried(NextHop hop, Map<String, Outcome> outcomes, Duration took) {
    timer("postseal_relay_attempt", "Time of one attempt at one next hop", ATTEMPTS, hop)
        .record(took);
    for (var outcome : outcomes.values()) {
      count(hop, outcome.word(), 1);
    }
  }

  void parked(NextHop hop, int recipients) {
    count(hop, "parked", recipients);
  }

  void delivered(NextHop hop, Duration sinceReceived) {
    timer("postseal_relay_latency", "From the end of the content to its delivery", LATENCIES, hop)
        // below 0, if the clock of who received it is ahead of ours
        .record(sinceReceived.isNegative() ? Duration.ZERO : sinceReceived);
  }

  /** An operator did something with one message or destination. */
  void acted(Action action) {
    registry.counter("postseal_relay_operator_acts", "action", action.word()).increment();
  }

  void watch(OrderBook orders) {
    Gauge.builder("postseal_relay_suspended_domains", orders, book -> book.suspended())
        .description("Domains to which nothing is delivered")
        .register(registry);
  }

  /** A report to a sender was written, put off, or cannot be. */
  void reported(DueReport.Kind kind, String outcome) {
    registry.counter("postseal_relay_reports", "kind", kind.word(), "outcome", outcome).increment();
  }

  /** Recipients given up of whom nobody could be told. */
  void quarantined(int recipients) {
    registry.counter("postseal_relay_quarantined").increment(recipients);
  }

  /** Recipients given up whose sender does not want to know. */
  void silent(int recipients) {
    registry.counter("postseal_relay_silent_failures").increment(recipients);
  }

  /** Something broke here, not at a next hop. */
  void fault() {
    faults.increment();
  }

  /** What was handled before was not handled again. */
  void suppressed(int recipients) {
    suppressed.increment(recipients);
  }

  void dropped(String why) {
    registry.counter("postseal_relay_dropped", "reason", why).increment();
  }

  private void count(NextHop hop, String outcome, int recipients) {
    registry
        .counter("postseal_relay_recipients", "route", hop.kind(), "outcome", outcome)
        .increment(recipients);
  }

  private Timer timer(String name, String description, Duration[] buckets, NextHop hop) {
    return Timer.builder(name)
        .description(description)
        .tag("route", hop.kind())
        .serviceLevelObjectives(buckets)
        .register(registry);
  }

  private static Duration[] buckets(int... millis) {
    return IntStream.of(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
