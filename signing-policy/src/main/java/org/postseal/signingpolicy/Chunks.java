package org.postseal.signingpolicy;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts lines to what one line of a reply may hold, and puts them together again: {@code line =
 * chunk *( CRLF "+" chunk )}. Nothing stands between the chunks; white space at a cut is kept.
 */
final class Chunks {
  /** Octets of a chunk: code, plus sign and CRLF bring a line to no more than 512. */
  static final int LONGEST = 400;

  private static final char CONTINUES = '+';

  private Chunks() {}

  static List<String> cut(List<String> lines) {
    var chunks = new ArrayList<String>();
    for (String line : lines) {
      int at = 0;
      do {
        int end = endOfChunk(line, at);
        chunks.add(at == 0 ? line.substring(0, end) : CONTINUES + line.substring(at, end));
        at = end;
      } while (at < line.length());
    }
    return chunks;
  }

  /** Not behind white space if that can be helped: readers of replies may strip their lines. */
  private static int endOfChunk(String line, int start) {
    int longest = Math.min(line.length(), start + LONGEST);
    int end = longest;
    while (end < line.length() && end > start && line.charAt(end - 1) == ' ') {
      end--;
    }
    return end == start ? longest : end;
  }

  static Reading<List<String>> join(List<String> chunks) {
    var lines = new ArrayList<StringBuilder>();
    for (String chunk : chunks) {
      if (chunk.isEmpty() || chunk.charAt(0) != CONTINUES) {
        lines.add(new StringBuilder(chunk));
      } else if (lines.isEmpty()) {
        return new Reading.Malformed<>("the first line continues another");
      } else {
        lines.getLast().append(chunk, 1, chunk.length());
      }
    }
    return new Reading.WellFormed<>(lines.stream().map(StringBuilder::toString).toList());
  }
}
