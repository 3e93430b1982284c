package org.postseal.commandline.monitor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each of many names was seen lately, second by second. What strangers can make up, such
 * as domains, is limited to so many names a second; the rest counts as {@link #OTHERS}.
 */
final class RecentCounts {
  static final String OTHERS = "(others)";
  private static final int MAX_NAMES_A_SECOND = 1000;

  private final long seconds;
  private final Deque<Second> recent = new ArrayDeque<>();

  private record Second(long number, Map<String, Long> counts) {}

  /** A name and how often it was seen. */
  record Count(String name, long times) {}

  RecentCounts(Duration window) {
    this.seconds = window.toSeconds();
  }

  /** Notes a name seen at a time, which never goes back by more than the window. */
  void add(String name, long nowSeconds) {
    add(name, 1, nowSeconds);
  }

  /** The same, so many times. */
  void add(String name, long times, long nowSeconds) {
    forgetBefore(nowSeconds);
    if (recent.isEmpty() || recent.getLast().number() < nowSeconds) {
      recent.addLast(new Second(nowSeconds, new HashMap<>()));
    }
    var counts = recent.getLast().counts();
    boolean known = counts.containsKey(name) || counts.size() < MAX_NAMES_A_SECOND;
    counts.merge(known ? name : OTHERS, times, Long::sum);
  }

  /** How often a name was seen within the last so many seconds, the present one not counted. */
  long times(String name, long nowSeconds, int lastSeconds) {
    return recent.stream()
        .filter(s -> s.number() < nowSeconds && s.number() >= nowSeconds - lastSeconds)
        .mapToLong(s -> s.counts().getOrDefault(name, 0L))
        .sum();
  }

  /** The names seen most often within the window. */
  List<Count> most(long nowSeconds, int limit) {
    forgetBefore(nowSeconds);
    var sums = new HashMap<String, Long>();
    recent.forEach(s -> s.counts().forEach((name, times) -> sums.merge(name, times, Long::sum)));
    return sums.entrySet().stream()
        .map(sum -> new Count(sum.getKey(), sum.getValue()))
        .sorted(Comparator.comparingLong(Count::times).reversed().thenComparing(Count::name))
        .limit(limit)
        .toList();
  }

  private void forgetBefore(long nowSeconds) {
    while (!recent.isEmpty() && recent.getFirst().number() < nowSeconds - seconds) {
      recent.removeFirst();
    }
  }
}
