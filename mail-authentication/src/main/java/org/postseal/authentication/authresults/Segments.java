package org.postseal.authentication.authresults;

import java.util.ArrayList;
import java.util.List;
import org.postseal.authentication.message.Cfws;

/** Where the results of a field end: at semicolons outside of quoted strings and comments. */
final class Segments {
  /** A quoted string or a comment has no end. */
  static final int UNENDED = -1;

  private Segments() {}

  /** Offset of the next such semicolon from {@code from} on, or of the end of the text. */
  static int end(String text, int from) {
    int at = from;
    while (at >= 0 && at < text.length() && text.charAt(at) != ';') {
      at =
          switch (text.charAt(at)) {
            case '"' -> quotedStringEnd(text, at);
            case '(' -> Cfws.end(text, at);
            default -> at + 1;
          };
    }
    return at;
  }

  /** The text cut at these semicolons; from where something has no end, in one piece. */
  static List<String> of(String text) {
    var segments = new ArrayList<String>();
    int start = 0;
    while (start <= text.length()) {
      int end = end(text, start);
      end = end == UNENDED ? text.length() : end;
      segments.add(text.substring(start, end));
      start = end + 1;
    }
    return segments;
  }

  /** RFC 5322 §3.2.4. */
  private static int quotedStringEnd(String text, int from) {
    for (int i = from + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i + 1;
      }
    }
    return UNENDED;
  }
}
