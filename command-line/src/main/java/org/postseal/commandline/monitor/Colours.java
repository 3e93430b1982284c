package org.postseal.commandline.monitor;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Colours for what goes well, waits, and is refused; none where NO_COLOR or the terminal says so.
 */
final class Colours {
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String RED = "\u001b[31m";
  private static final String BOLD = "\u001b[1m";
  private static final String END = "\u001b[0m";

  private static final Map<String, String> BY_FIRST_WORD =
      Map.ofEntries(
          Map.entry("Postseal", BOLD),
          Map.entry("messages", BOLD),
          Map.entry("decisions", BOLD),
          Map.entry("deferred in", BOLD),
          Map.entry("accepted", GREEN),
          Map.entry("delivered", GREEN),
          Map.entry("quarantined", YELLOW),
          Map.entry("deferred", YELLOW),
          Map.entry("delivery-deferred", YELLOW),
          Map.entry("rejected", RED),
          Map.entry("undeliverable", RED));

  private final boolean shown;

  private Colours(boolean shown) {
    this.shown = shown;
  }

  static Colours none() {
    return new Colours(false);
  }

  /** https://no-color.org: any value but the empty one switches them off. */
  static Colours ofTerminal() {
    return of(System.getenv("NO_COLOR"), System.getenv("TERM"));
  }

  static Colours of(@Nullable String noColor, @Nullable String terminal) {
    return new Colours((noColor == null || noColor.isEmpty()) && !"dumb".equals(terminal));
  }

  /** A line of the picture, its first word coloured. */
  String of(String line) {
    if (!shown) {
      return line;
    }
    var word = line.startsWith("deferred in") ? "deferred in" : line.split(" ", 2)[0];
    var colour = BY_FIRST_WORD.get(word);
    return colour == null ? line : colour + word + END + line.substring(word.length());
  }
}
