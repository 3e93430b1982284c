package org.postseal.smtp.reply;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A reply (RFC 5321 §4.2). {@code lines} is the text of each line without code and enhanced status
 * code; there is at least one, and none holds CR, LF or other controls.
 */
public record Reply(int code, Optional<EnhancedStatus> status, List<String> lines) {

  public Reply {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("not a reply code: " + code);
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reply has at least one line");
    }
    lines = lines.stream().map(Reply::printable).toList();
  }

  /** A reply of one line, with an enhanced status code such as {@code "5.7.1"}. */
  public static Reply of(int code, String status, String text) {
    var enhanced =
        EnhancedStatus.parse(status)
            .orElseThrow(() -> new IllegalArgumentException("not a status: " + status));
    return new Reply(code, Optional.of(enhanced), List.of(text));
  }

  /**
   * A reply of one line without an enhanced status code: greeting, EHLO, 334, 354 (RFC 2034 §4).
   */
  public static Reply of(int code, String text) {
    return new Reply(code, Optional.empty(), List.of(text));
  }

  /** 2yz and 3yz: what was asked for is done, or may go on (RFC 5321 §4.2.1). */
  public boolean isPositive() {
    return code < 400;
  }

  /** 4yz: the same may be asked again later. */
  public boolean isTransient() {
    return code >= 400 && code < 500;
  }

  /** 5yz: the same is not to be asked again. */
  public boolean isPermanent() {
    return code >= 500;
  }

  /** The octets of the wire, each line with its CRLF. */
  public byte[] octets() {
    return text("\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** As one readable line: {@code 550 5.7.1 text / more text}. */
  @Override
  public String toString() {
    var prefix = code + " " + status.map(s -> s + " ").orElse("");
    return prefix + lines.stream().collect(Collectors.joining(" / "));
  }

  private String text(String lineEnd) {
    var enhanced = status.map(s -> s + " ").orElse("");
    var text = new StringBuilder(64);
    for (int i = 0; i < lines.size(); i++) {
      text.append(code)
          .append(i == lines.size() - 1 ? ' ' : '-')
          .append(enhanced)
          .append(lines.get(i))
          .append(lineEnd);
    }
    return text.toString();
  }

  /** Nothing that came from outside may end a line or start another reply. */
  private static String printable(String line) {
    if (line.chars().noneMatch(Character::isISOControl)) {
      return line;
    }
    var clean = new StringBuilder(line.length());
    line.chars().forEach(c -> clean.append(Character.isISOControl(c) ? '?' : (char) c));
    return clean.toString();
  }
}
