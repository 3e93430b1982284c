package org.postseal.commandline.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The picture of {@code postseal top}: rates, verdicts, refused authors, consumer groups. */
final class TopFrame {
  private static final int NAMES = 8;
  private static final int NAME_WIDTH = 36;
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
    lines.add(row("messages", "1/s now", "1/s in 1 m", "since start"));
    for (var outcome : Outcome.values()) {
      var rate = tally.rate(outcome, nowSeconds);
      lines.add(
          row(
              outcome.word(),
              number(rate.now()),
              number(rate.window()),
              String.valueOf(rate.total())));
    }
    lines.add("");
    lines.add(
        FactLine.padded("decisions in 1 m", NAME_WIDTH + 6) + "refused in the name of, in 1 m");
    lines.addAll(
        sideBySide(tally.verdicts(nowSeconds, NAMES), tally.refusedAuthors(nowSeconds, NAMES)));
    lines.add("");
    lines.addAll(groups(groups));
    return lines.stream().map(FactLine::printable).toList();
  }

  private static String instances(Tally tally, long nowSeconds) {
    return String.join(
        ", ", SERVICES.stream().map(s -> tally.instances(s, nowSeconds) + " " + s).toList());
  }

  private static List<String> groups(ConsumerGroups.Report report) {
    return switch (report) {
      case ConsumerGroups.Report.Unknown(var reason) ->
          List.of("consumer groups: not known, " + cut(reason, 52));
      case ConsumerGroups.Report.Known(var groups) -> {
        var lines = new ArrayList<String>();
        lines.add(row("consumer group", "members", "lag", ""));
        groups.forEach(
            group ->
                lines.add(
                    row(
                        cut(group.name(), 28),
                        String.valueOf(group.members()),
                        String.valueOf(group.lag()),
                        "")));
        yield lines;
      }
    };
  }

  private static List<String> sideBySide(
      List<RecentCounts.Count> left, List<RecentCounts.Count> right) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      lines.add(FactLine.padded(count(left, i), NAME_WIDTH + 6) + count(right, i));
    }
    return lines;
  }

  private static String count(List<RecentCounts.Count> counts, int index) {
    if (index >= counts.size()) {
      return "";
    }
    var count = counts.get(index);
    return "%7d %s".formatted(count.times(), cut(count.name(), NAME_WIDTH - 8));
  }

  private static String row(String name, String first, String second, String third) {
    return (FactLine.padded(name, 28) + "%12s %12s %14s".formatted(first, second, third))
        .stripTrailing();
  }

  private static String number(double rate) {
    return String.format(Locale.ROOT, "%.1f", rate);
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }
}
