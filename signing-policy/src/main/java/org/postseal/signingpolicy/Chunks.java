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
      for (int at = 0; at == 0 || at < line.length(); at += LONGEST) {
        String chunk = line.substring(at, Math.min(line.length(), at + LONGEST));
        chunks.add(at == 0 ? chunk : CONTINUES + chunk);
      }
    }
    return chunks;
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
