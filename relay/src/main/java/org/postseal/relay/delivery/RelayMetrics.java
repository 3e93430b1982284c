package org.postseal.relay.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.postseal.relay.desk.OrderBook;
import org.postseal.relay.retry.RetryBacklog;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.sharing.HostShares;
import org.postseal.relay.sharing.WorkClass;
import org.postseal.smtpclient.HostPace;
import org.postseal.smtpclient.Outcome;
import org.postseal.topics.DueReport;
import org.postseal.topics.OperatorOrder.Action;

/**
 * The numbers an operator watches. Labels are the five kinds of route and four outcomes. All are
 * there from the start, at zero: an alert about what is not there yet would look at nothing.
 */
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

  private static final List<String> OUTCOMES = List.of("delivered", "deferred", "failed", "parked");

  private final MeterRegistry registry;
  private final Counter faults;
  private final Counter suppressed;
  private final SinceDelivery sinceDelivery = new SinceDelivery();

  public RelayMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.faults = registry.counter("postseal_relay_faults");
    this.suppressed = registry.counter("postseal_relay_duplicates_suppressed");
    for (var route : NextHop.KINDS) {
      OUTCOMES.forEach(outcome -> count(route, outcome, 0));
      var _ = attempts(route);
      var _ = latencies(route);
    }
    for (var kind : DueReport.Kind.values()) {
      ReportDesk.OUTCOMES.forEach(outcome -> reports(kind, outcome).increment(0));
    }
    quarantined(0);
    silent(0);
    Losses.REASONS.forEach(reason -> drops(reason).increment(0));
    for (var action : Action.values()) {
      acts(action).increment(0);
    }
  }

  /** Mail that waits somewhere: here, in the retry topics, or not read yet. */
  record Queue(Unfinished unfinished, RetryBacklog backlog, LongSupplier unread) {
    /** Retries are mostly in their topics; what was not read yet counts as first attempts. */
    long depth(WorkClass work) {
      return unfinished.here(work)
          + switch (work) {
            case FIRST -> unread.getAsLong();
            case RETRY -> backlog.depth();
            case LARGE, RELEASE -> 0;
          };
    }

    long oldestSeconds(WorkClass work) {
      long here = unfinished.oldest(work).toSeconds();
      return work == WorkClass.RETRY ? Math.max(here, backlog.oldestSeconds()) : here;
    }

    boolean isEmpty() {
      for (var work : WorkClass.values()) {
        if (depth(work) > 0) {
          return false;
        }
      }
      return true;
    }
  }

  void watch(HostShares<HopClaim> shares, Queue queue, HostPace pace) {
    Gauge.builder("postseal_relay_hosts_backing_off", pace, HostPace::resting)
        .description("Single hosts of next hops that failed and are passed over now")
        .register(registry);
    var unfinished = queue.unfinished();
    for (var work : WorkClass.values()) {
      Gauge.builder("postseal_relay_queue_messages", queue, all -> all.depth(work))
          .description("Messages that are not finished: here, in the retry topics, not read yet")
          .tag("class", work.word())
          .register(registry);
      Gauge.builder("postseal_relay_queue_oldest_seconds", queue, all -> all.oldestSeconds(work))
          .description("For how long the oldest of them is where it is")
          .tag("class", work.word())
          .register(registry);
    }
    Gauge.builder(
            "postseal_relay_undelivered_seconds",
            sinceDelivery,
            since -> since.length(System.nanoTime()).toSeconds())
        .description("Time since the last delivery, while mail waits")
        .register(registry);
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
              unfinished,
              all -> all.oldest(work).toSeconds())
          .description("Since when the oldest message here has not been finished")
          .tag("class", work.word())
          .register(registry);
    }
    Gauge.builder("postseal_relay_standing_seconds", unfinished, all -> all.standing().toSeconds())
        .description("Time since the last message was finished, while some are here")
        .register(registry);
  }

  void tried(NextHop hop, Map<String, Outcome> outcomes, Duration took) {
    attempts(hop.kind()).record(took);
    for (var outcome : outcomes.values()) {
      count(hop.kind(), outcome.word(), 1);
    }
  }

  /** Something waits, or nothing does: to be said now and then. */
  void look(Queue queue) {
    sinceDelivery.look(!queue.isEmpty(), System.nanoTime());
  }

  void parked(NextHop hop, int recipients) {
    count(hop.kind(), "parked", recipients);
  }

  void delivered(NextHop hop, Duration sinceReceived) {
    sinceDelivery.delivered(System.nanoTime());
    latencies(hop.kind())
        // below 0, if the clock of who received it is ahead of ours
        .record(sinceReceived.isNegative() ? Duration.ZERO : sinceReceived);
  }

  /** An operator did something with one message or destination. */
  void acted(Action action) {
    acts(action).increment();
  }

  private Counter acts(Action action) {
    return registry.counter("postseal_relay_operator_acts", "action", action.word());
  }

  void watch(OrderBook orders) {
    Gauge.builder("postseal_relay_suspended_domains", orders, book -> book.suspended())
        .description("Domains and hosts to which nothing is delivered")
        .register(registry);
  }

  /** A report to a sender was written, put off, or cannot be. */
  void reported(DueReport.Kind kind, String outcome) {
    reports(kind, outcome).increment();
  }

  private Counter reports(DueReport.Kind kind, String outcome) {
    return registry.counter("postseal_relay_reports", "kind", kind.word(), "outcome", outcome);
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
    drops(why).increment();
  }

  private Counter drops(String why) {
    return registry.counter("postseal_relay_dropped", "reason", why);
  }

  private void count(String route, String outcome, int recipients) {
    registry
        .counter("postseal_relay_recipients", "route", route, "outcome", outcome)
        .increment(recipients);
  }

  private Timer attempts(String route) {
    return timer("postseal_relay_attempt", "Time of one attempt at one next hop", ATTEMPTS, route);
  }

  private Timer latencies(String route) {
    return timer(
        "postseal_relay_latency", "From the end of the content to its delivery", LATENCIES, route);
  }

  private Timer timer(String name, String description, Duration[] buckets, String route) {
    return Timer.builder(name)
        .description(description)
        .tag("route", route)
        .serviceLevelObjectives(buckets)
        .register(registry);
  }

  private static Duration[] buckets(int... millis) {
    return IntStream.of(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
