package org.postseal.endtoend.traces;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A span as the collector got it; ids in hexadecimal, {@code parent} empty if it has none. */
record SeenSpan(
    String service,
    String name,
    String trace,
    String id,
    String parent,
    long start,
    long end,
    Map<String, String> attributes) {

  private static final double NANOS_PER_MILLI = 1e6;

  /** The spans as a tree to read: when each began, how long it took, whose it is. */
  static String tree(List<SeenSpan> spans) {
    var text = new StringBuilder();
    long from = spans.stream().mapToLong(SeenSpan::start).min().orElse(0);
    for (var span : spans) {
      if (spans.stream().noneMatch(other -> other.id().equals(span.parent()))) {
        text.append("trace ").append(span.trace()).append('\n');
        append(text, spans, span, from, 0);
      }
    }
    return text.toString();
  }

  private static void append(
      StringBuilder text, List<SeenSpan> spans, SeenSpan span, long from, int depth) {
    var what = "  ".repeat(depth) + span.name();
    text.append(
        String.format(
            Locale.ROOT,
            "%+9.1f ms %8.1f ms  %-34s %s%n",
            (span.start() - from) / NANOS_PER_MILLI,
            (span.end() - span.start()) / NANOS_PER_MILLI,
            what,
            span.service()));
    spans.stream()
        .filter(child -> child.parent().equals(span.id()))
        .sorted(Comparator.comparingLong(SeenSpan::start))
        .forEach(child -> append(text, spans, child, from, depth + 1));
  }
}
