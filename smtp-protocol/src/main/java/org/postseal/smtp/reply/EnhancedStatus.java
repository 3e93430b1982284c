package org.postseal.smtp.reply;

import java.util.Optional;
import java.util.regex.Pattern;

/** An enhanced status code, {@code class.subject.detail} (RFC 3463 §2). */
public record EnhancedStatus(int statusClass, int subject, int detail) {
  private static final Pattern SYNTAX = Pattern.compile("([245])\\.([0-9]{1,3})\\.([0-9]{1,3})");

  /** Parses exactly one code, nothing around it. */
  public static Optional<EnhancedStatus> parse(String text) {
    var matcher = SYNTAX.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new EnhancedStatus(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return statusClass + "." + subject + "." + detail;
  }
}
