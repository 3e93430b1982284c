package org.postseal.smtp.path;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A mailbox (RFC 5321 §4.1.2). The local-part is held without its quoting, so that {@code
 * <"joe"@example.com>} and {@code <joe@example.com>} are equal; its case is kept, because only its
 * own host may interpret it (§2.4).
 */
public record Mailbox(String localPart, MailDomain domain) {

  /** Parses a mailbox without angle brackets. */
  public static Optional<Mailbox> parse(String text) {
    var octets = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    return switch (PathParser.path(octets, 0, octets.length, PathLimits.GENEROUS)) {
      case PathResult.Parsed<Mailbox>(var mailbox, var end) when end == octets.length ->
          Optional.of(mailbox);
      case PathResult.Parsed<Mailbox> _, PathResult.Defective<Mailbox> _ -> Optional.empty();
    };
  }

  /** Whether a server that does not offer SMTPUTF8 can be given this mailbox. */
  public boolean isAscii() {
    return isAscii(localPart) && isAscii(domain.toString());
  }

  /** {@code local-part@domain}, quoted where the grammar asks for it. */
  @Override
  public String toString() {
    return (isDotString(localPart) ? localPart : quote(localPart)) + "@" + domain;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static boolean isDotString(String text) {
    if (text.isEmpty() || text.startsWith(".") || text.endsWith(".") || text.contains("..")) {
      return false;
    }
    return text.chars().allMatch(c -> c == '.' || c >= 0x80 || PathParser.isAtext((byte) c));
  }

  private static String quote(String text) {
    var quoted = new StringBuilder(text.length() + 2).append('"');
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\');
              }
              quoted.append((char) c);
            });
    return quoted.append('"').toString();
  }
}
