package org.postseal.registry.blocklist;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What comes of reading a list: all of its lines, or what is wrong with which. */
public sealed interface ListReading {

  /** Each name once; where several lines name it, the last one counts. */
  record Read(List<BlockedLine> lines) implements ListReading {
    public Read {
      lines = List.copyOf(lines);
    }
  }

  /** For whoever made the list: {@code line 3: … ; line 9: …}. */
  record Malformed(String defects) implements ListReading {}

  /** Gathers lines and what is wrong with them. */
  final class Gathering {
    private static final int SAID = 10;
    private static final int QUOTED = 60;

    private final Map<String, BlockedLine> lines = new LinkedHashMap<>();
    private final List<String> defects = new ArrayList<>();
    private int wrong;

    void add(BlockedLine line) {
      lines.put(line.name().text(), line);
    }

    /** A line that cannot be taken; the first ones are said. */
    void wrong(int number, String defect) {
      wrong++;
      if (defects.size() < SAID) {
        defects.add("line " + number + ": " + defect);
      }
    }

    ListReading result() {
      if (wrong == 0) {
        return new Read(List.copyOf(lines.values()));
      }
      var more = wrong > SAID ? "; and " + (wrong - SAID) + " more" : "";
      return new Malformed(String.join("; ", defects) + more);
    }

    /** What was written, short and without what a terminal would obey. */
    static String quoted(String text) {
      var shown = new StringBuilder("'");
      text.codePoints()
          .limit(QUOTED)
          .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? '?' : c)
          .forEach(shown::appendCodePoint);
      return shown.append(text.length() > QUOTED ? "…'" : "'").toString();
    }
  }
}
