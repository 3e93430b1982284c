package org.postseal.topics;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The text of a Message-ID field as events carry it and people search it: what stands between the
 * first angle brackets, or all of it where there are none. Whatever a sender wrote, it is one line
 * of at most {@value #MOST} octets of UTF-8 without controls; a longer one is cut, in the event as
 * in a question. Case counts (RFC 5322 §3.6.4).
 */
public final class MessageId {
  /** Octets: what fits a line of a message (RFC 5322 §2.1.1), and the indexes of databases. */
  public static final int MOST = 998;

  private static final int READ = 4 * MOST;
  private static final char REPLACEMENT = '\uFFFD';

  private MessageId() {}

  /**
   * Of the octets of a field's value; empty if nothing is left.
   *
   * @param value one char for each octet, folds included
   */
  public static Optional<String> ofField(String value) {
    var octets = bounded(value).getBytes(StandardCharsets.ISO_8859_1);
    var text = new String(octets, StandardCharsets.UTF_8);
    int open = text.indexOf('<');
    return open < 0 ? of(text) : of(text.substring(open));
  }

  /** As somebody asks for it, in angle brackets or without. */
  public static Optional<String> of(String text) {
    var read = bounded(text).strip();
    if (read.startsWith("<")) {
      int close = read.indexOf('>');
      read = read.substring(1, close < 0 ? read.length() : close);
    }
    var line = line(read.strip()).strip();
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }

  private static String bounded(String text) {
    return text.substring(0, Math.min(text.length(), READ));
  }

  private static String line(String text) {
    var line = new StringBuilder();
    int at = 0;
    int octets = 0;
    while (at < text.length()) {
      int one = text.codePointAt(at);
      at += Character.charCount(one);
      int shown = shown(one);
      boolean again = shown == ' ' && !line.isEmpty() && line.charAt(line.length() - 1) == ' ';
      if (!again) {
        octets += octets(shown);
        if (octets > MOST) {
          break;
        }
        line.appendCodePoint(shown);
      }
    }
    return line.toString();
  }

  /** Of UTF-8. */
  private static int octets(int one) {
    if (one < 0x80) {
      return 1;
    }
    if (one < 0x800) {
      return 2;
    }
    return one < 0x10000 ? 3 : 4;
  }

  /** Folds and blanks are one blank; what no one could see or store is replaced. */
  private static int shown(int one) {
    return switch (one) {
      case ' ', '\t', '\r', '\n' -> ' ';
      default ->
          switch (Character.getType(one)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> REPLACEMENT;
            default -> one;
          };
    };
  }
}
