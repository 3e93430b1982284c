package org.postseal.commandline.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The picture of {@code postseal top}: rates and consumer groups side by side, below them verdicts,
 * refused authors, reasons of deferrals and slow next hops. It fits a terminal of 80 columns and 24
 * lines.
 */
final class TopFrame {
  private static final int NAMES = 4;
  private static final int NAME_WIDTH = 36;

  /** Of the rates, without the gap to the groups. */
  private static final int RATES_WIDTH = 43;

  private static final int OUTCOME_WIDTH = 17;
  private static final int GROUP_WIDTH = 20;
  private static final List<String> SERVICES = List.of("ingress-smtp", "relay");

  private TopFrame() {}

  /**
   * Its lines, none wider than 80 columns.
   *
   * @param time of day, for people
   */
  static List<String> lines(
      String time, Tally tally, ConsumerGroups.Report groups, long nowSeconds) {
    var lines = new ArrayList<String>();
    lines.add("Postseal  " + time + "  heard of: " + instances(tally, nowSeconds));
    lines.add("");
    lines.addAll(sideBySide(rates(tally, nowSeconds), groups(groups), RATES_WIDTH + 2));
    lines.add("");
    lines.add(
        FactLine.padded("decisions in 1 m", NAME_WIDTH + 6) + "refused in the name of, in 1 m");
    lines.addAll(
        sideBySide(
            counts(tally.verdicts(nowSeconds, NAMES)),
            counts(tally.refusedAuthors(nowSeconds, NAMES)),
            NAME_WIDTH + 6));
    lines.add(
        FactLine.padded("deferred in 1 m, why", NAME_WIDTH + 6)
            + "slowest next hops, ms to delivery");
    lines.addAll(
        sideBySide(
            counts(tally.deferrals(nowSeconds, NAMES - 1)),
            counts(tally.slowestHops(nowSeconds, NAMES - 1)),
            NAME_WIDTH + 6));
    if (groups instanceof ConsumerGroups.Report.Unknown(var reason)) {
      lines.add("consumer groups: not known, " + cut(reason, 52));
    }
    return lines.stream().map(FactLine::printable).toList();
  }

  private static String instances(Tally tally, long nowSeconds) {
    return String.join(
        ", ", SERVICES.stream().map(s -> tally.instances(s, nowSeconds) + " " + s).toList());
  }

  private static List<String> rates(Tally tally, long nowSeconds) {
    var lines = new ArrayList<String>();
    lines.add(rate("messages", "1/s now", "in 1 m", "in all"));
    for (var outcome : Outcome.values()) {
      var rate = tally.rate(outcome, nowSeconds);
      lines.add(
          rate(
              outcome.word(),
              number(rate.now()),
              number(rate.window()),
              String.valueOf(rate.total())));
    }
    return lines;
  }

  private static List<String> groups(ConsumerGroups.Report report) {
    return switch (report) {
      case ConsumerGroups.Report.Unknown _ -> List.of();
      case ConsumerGroups.Report.Known(var groups) -> {
        var lines = new ArrayList<String>();
        lines.add(group("consumer group", "members", "lag"));
        groups.stream()
            .limit(Outcome.values().length)
            .forEach(
                one ->
                    lines.add(
                        group(
                            cut(one.name(), GROUP_WIDTH),
                            String.valueOf(one.members()),
                            String.valueOf(one.lag()))));
        yield lines;
      }
    };
  }

  private static List<String> counts(List<RecentCounts.Count> counts) {
    return counts.stream()
        .map(count -> "%7d %s".formatted(count.times(), cut(count.name(), NAME_WIDTH - 8)))
        .toList();
  }

  private static List<String> sideBySide(List<String> left, List<String> right, int width) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      lines.add((FactLine.padded(at(left, i), width) + at(right, i)).stripTrailing());
    }
    return lines;
  }

  private static String at(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index) : "";
  }

  private static String rate(String name, String now, String window, String total) {
    return FactLine.padded(name, OUTCOME_WIDTH) + "%8s %8s %8s".formatted(now, window, total);
  }

  private static String group(String name, String members, String lag) {
    return FactLine.padded(name, GROUP_WIDTH) + "%8s %6s".formatted(members, lag);
  }

  private static String number(double rate) {
    return String.format(Locale.ROOT, "%.1f", rate);
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }
}
