package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One SMTP reply as its line has it: {@code 550 5.7.26 text} (RFC 5321 §4.2, RFC 3463).
 *
 * @param code three digits, 200 to 599
 * @param enhancedStatusCode such as {@code 5.7.1}
 * @param text printable US-ASCII without CR and LF; may be empty
 */
public record ReplyLine(int code, String enhancedStatusCode, String text) {
  public ReplyLine {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("reply code " + code);
    }
    if (text.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException("a reply line is printable US-ASCII");
    }
  }

  /** Reads what {@link #toString()} writes. */
  @JsonCreator
  public static ReplyLine parse(String line) {
    var parts = line.split(" ", 3);
    if (parts.length < 2 || parts[0].length() != 3) {
      throw new IllegalArgumentException("not a reply line");
    }
    return new ReplyLine(Integer.parseInt(parts[0]), parts[1], parts.length == 3 ? parts[2] : "");
  }

  @JsonValue
  @Override
  public String toString() {
    return text.isEmpty()
        ? code + " " + enhancedStatusCode
        : code + " " + enhancedStatusCode + " " + text;
  }
}
