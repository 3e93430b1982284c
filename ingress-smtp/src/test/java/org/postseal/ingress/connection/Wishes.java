package org.postseal.ingress.connection;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a test wants to be different from the usual small server, by the words that a transcript's
 * {@code settings:} line uses. {@link Edge} says what is usual.
 */
final class Wishes {
  private final Map<String, String> different;
  private final Set<String> asked = new TreeSet<>();

  private Wishes(Map<String, String> different) {
    this.different = different;
  }

  static Wishes usual() {
    return new Wishes(Map.of());
  }

  /** {@code "silence=300ms connections=1"}. */
  static Wishes parse(String text) {
    var wishes = usual();
    for (var word : text.strip().split(" +", -1)) {
      int equals = word.indexOf('=');
      wishes = wishes.with(word.substring(0, equals), word.substring(equals + 1));
    }
    return wishes;
  }

  Wishes with(String key, Object value) {
    var more = new LinkedHashMap<>(different);
    more.put(key, value.toString());
    return new Wishes(more);
  }

  Wishes budget(long octets) {
    return with("budget", octets);
  }

  Wishes silence(Duration atMost) {
    return with("silence", atMost.toMillis() + "ms");
  }

  Wishes connections(int atMost) {
    return with("connections", atMost);
  }

  Wishes loops(int count) {
    return with("loops", count);
  }

  Wishes size(long octets) {
    return with("size", octets);
  }

  String text(String key, String usual) {
    asked.add(key);
    return different.getOrDefault(key, usual);
  }

  int number(String key, int usual) {
    return Math.toIntExact(octets(key, usual));
  }

  long octets(String key, long usual) {
    return Long.parseLong(text(key, String.valueOf(usual)));
  }

  /** Written like {@code 300ms} or {@code 20s}. */
  Duration duration(String key, Duration usual) {
    var text = text(key, usual.toMillis() + "ms");
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
        : Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
  }

  /** A wish nobody has asked for is a misspelt one. */
  void checkAllKnown() {
    if (!asked.containsAll(different.keySet())) {
      throw new IllegalArgumentException(different.keySet() + ", known are " + asked);
    }
  }
}
