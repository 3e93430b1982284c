package org.postseal.smtp.reply;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads replies from octets that arrive in any chunking (RFC 5321 §4.2.1), one after the other.
 *
 * <p>A bare LF is taken as a line end: broken servers send it, and nothing can be smuggled to a
 * client that way. Octets beyond ASCII are kept as ISO-8859-1 characters.
 */
public final class ReplyParser {
  private final ReplyLimits limits;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
  private final List<String> lines = new ArrayList<>();
  private Optional<EnhancedStatus> status = Optional.empty();
  private int code;

  /** For one connection. */
  public ReplyParser(ReplyLimits limits) {
    this.limits = limits;
  }

  /** What became of the octets fed so far. */
  public sealed interface Progress {}

  /** All octets were taken, more are needed. */
  public record Incomplete() implements Progress {}

  /** A reply ended; of the octets just fed, {@code consumed} belong to it. */
  public record Complete(Reply reply, int consumed) implements Progress {}

  /** Not SMTP, or beyond the limits. */
  public record Defective(ReplyDefect defect) implements Progress {}

  /** Takes octets up to the end of a reply; what is left belongs to the next one. */
  public Progress feed(byte[] octets, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; at++) {
      if (octets[at] != '\n') {
        line.write(octets[at]);
        if (line.size() > limits.lineOctets() + 1) {
          return new Defective(ReplyDefect.LINE_TOO_LONG);
        }
        continue;
      }
      var text = line.toString(StandardCharsets.ISO_8859_1);
      line.reset();
      var defect = take(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
      if (defect.isPresent()) {
        return new Defective(defect.get());
      }
      if (isLast(text)) {
        return new Complete(finish(), at + 1 - offset);
      }
    }
    return new Incomplete();
  }

  /** {@code Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ]}. */
  private Optional<ReplyDefect> take(String text) {
    if (text.length() > limits.lineOctets()) {
      return Optional.of(ReplyDefect.LINE_TOO_LONG);
    }
    if (!isReplyLine(text)) {
      return Optional.of(ReplyDefect.NOT_A_REPLY);
    }
    if (lines.size() == limits.lines()) {
      return Optional.of(ReplyDefect.TOO_MANY_LINES);
    }
    int lineCode = Integer.parseInt(text.substring(0, 3));
    if (!lines.isEmpty() && lineCode != code) {
      return Optional.of(ReplyDefect.CODES_DIFFER);
    }
    code = lineCode;
    lines.add(withoutStatus(text.length() > 4 ? text.substring(4) : ""));
    return Optional.empty();
  }

  /** {@code Reply-code = %x32-35 %x30-35 %x30-39}. */
  private static boolean isReplyLine(String text) {
    return text.length() >= 3
        && text.charAt(0) >= '2'
        && text.charAt(0) <= '5'
        && isDigit(text.charAt(1))
        && isDigit(text.charAt(2))
        && (text.length() == 3 || text.charAt(3) == ' ' || text.charAt(3) == '-');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLast(String text) {
    return text.length() == 3 || text.charAt(3) != '-';
  }

  /** Cuts off an enhanced status code if its class agrees with the reply code (RFC 2034 §4). */
  private String withoutStatus(String text) {
    int space = text.indexOf(' ');
    var word = space < 0 ? text.strip() : text.substring(0, space);
    var found = EnhancedStatus.parse(word).filter(s -> s.statusClass() == code / 100);
    if (found.isEmpty()) {
      return text;
    }
    status = found;
    return space < 0 ? "" : text.substring(space + 1);
  }

  private Reply finish() {
    var reply = new Reply(code, status, List.copyOf(lines));
    lines.clear();
    status = Optional.empty();
    return reply;
  }
}
