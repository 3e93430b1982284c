package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.postseal.authentication.message.Canonicalization;

/**
 * Bodies canonicalized in the plainest way, line by line over the whole text as RFC 6376 §3.4.3 and
 * §3.4.4 put it: slow, and written without a look at how the library does it.
 */
final class PlainBody {
  private static final String CRLF = "\r\n";

  private PlainBody() {}

  /** What stands behind the first empty line; nothing if there is none. */
  static byte[] of(byte[] message) {
    String text = CRLF + new String(message, StandardCharsets.ISO_8859_1);
    int emptyLine = text.indexOf(CRLF + CRLF);
    return octets(emptyLine < 0 ? "" : text.substring(emptyLine + 4));
  }

  static byte[] canonical(byte[] body, Canonicalization how) {
    var lines = new ArrayList<String>();
    String text = new String(body, StandardCharsets.ISO_8859_1);
    for (String line : text.split(CRLF, -1)) {
      lines.add(
          switch (how) {
            case SIMPLE -> line;
            case RELAXED -> relaxed(line);
          });
    }
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return octets(lines.isEmpty() ? (how == Canonicalization.SIMPLE ? CRLF : "") : joined(lines));
  }

  private static String joined(List<String> lines) {
    return String.join(CRLF, lines) + CRLF;
  }

  private static String relaxed(String line) {
    var out = new StringBuilder();
    boolean space = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == ' ' || c == '\t') {
        space = true;
      } else {
        if (space) {
          out.append(' ');
        }
        space = false;
        out.append(c);
      }
    }
    return out.toString();
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
