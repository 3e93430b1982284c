package org.postseal.commandline.monitor;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code postseal top} counts of the facts it sees. Time is given in seconds. */
final class Tally {
  static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int NOW_SECONDS = 5;

  private final Map<Outcome, Long> totals = new EnumMap<>(Outcome.class);
  private final RecentCounts outcomes = new RecentCounts(WINDOW);
  private final RecentCounts verdicts = new RecentCounts(WINDOW);
  private final RecentCounts refusedAuthors = new RecentCounts(WINDOW);
  private final RecentCounts deferrals = new RecentCounts(WINDOW);
  private final RecentCounts deliveries = new RecentCounts(WINDOW);
  private final RecentCounts millis = new RecentCounts(WINDOW);
  private final RecentCounts instances = new RecentCounts(WINDOW);

  /** How often something happened: per second now and over the window, and since the start. */
  record Rate(double now, double window, long total) {}

  void add(MailFact fact, long nowSeconds) {
    totals.merge(fact.outcome(), 1L, Long::sum);
    outcomes.add(fact.outcome().word(), nowSeconds);
    instances.add(fact.source(), nowSeconds);
    fact.rule().ifPresent(rule -> verdicts.add(fact.outcome().word() + " " + rule, nowSeconds));
    if (fact.outcome() == Outcome.REJECTED) {
      fact.authorDomain().ifPresent(domain -> refusedAuthors.add(domain, nowSeconds));
    }
    if (fact.outcome() == Outcome.DEFERRED || fact.outcome() == Outcome.DELIVERY_DEFERRED) {
      deferrals.add(reason(fact), nowSeconds);
    }
    if (fact.outcome() == Outcome.DELIVERED) {
      fact.latencyMillis()
          .ifPresent(
              latency -> {
                var hop = fact.nextHop().orElse("?");
                deliveries.add(hop, nowSeconds);
                millis.add(hop, latency, nowSeconds);
              });
    }
  }

  Rate rate(Outcome outcome, long nowSeconds) {
    int window = (int) WINDOW.toSeconds();
    return new Rate(
        outcomes.times(outcome.word(), nowSeconds, NOW_SECONDS) / (double) NOW_SECONDS,
        outcomes.times(outcome.word(), nowSeconds, window) / (double) window,
        totals.getOrDefault(outcome, 0L));
  }

  /** Outcome and rule of the most frequent decisions. */
  List<RecentCounts.Count> verdicts(long nowSeconds, int limit) {
    return verdicts.most(nowSeconds, limit);
  }

  /** Author domains in whose name most mail was refused. */
  List<RecentCounts.Count> refusedAuthors(long nowSeconds, int limit) {
    return refusedAuthors.most(nowSeconds, limit);
  }

  /** Our rule, or what the next hop said. */
  private static String reason(MailFact fact) {
    return fact.outcome() == Outcome.DEFERRED
        ? fact.rule().orElse("?")
        : fact.reply().or(fact::nextHop).orElse("?");
  }

  /** Why mail waits, most often first. */
  List<RecentCounts.Count> deferrals(long nowSeconds, int limit) {
    return deferrals.most(nowSeconds, limit);
  }

  /** Next hops and the milliseconds a message took to them, from its receipt; slowest first. */
  List<RecentCounts.Count> slowestHops(long nowSeconds, int limit) {
    var times = new HashMap<String, Long>();
    deliveries
        .most(nowSeconds, Integer.MAX_VALUE)
        .forEach(count -> times.put(count.name(), count.times()));
    return millis.most(nowSeconds, Integer.MAX_VALUE).stream()
        .filter(sum -> times.containsKey(sum.name()))
        .map(sum -> new RecentCounts.Count(sum.name(), sum.times() / times.get(sum.name())))
        .sorted(Comparator.comparingLong(RecentCounts.Count::times).reversed())
        .limit(limit)
        .toList();
  }

  /** How many instances of a service told something within the window. */
  long instances(String service, long nowSeconds) {
    var prefix = "/" + service + "/";
    return instances.most(nowSeconds, Integer.MAX_VALUE).stream()
        .filter(count -> count.name().startsWith(prefix))
        .count();
  }
}
