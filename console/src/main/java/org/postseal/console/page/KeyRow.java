package org.postseal.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A signing key as the registry tells it; never its private half.
 *
 * @param age since it was announced, in days
 * @param steps what may become of it
 */
public record KeyRow(
    String id,
    String domain,
    String selector,
    String algorithm,
    String state,
    String announced,
    String age,
    String recordName,
    String recordText,
    List<String> steps) {
  private static final int RECORD = 4096;

  static KeyRow of(JsonNode key, Instant now) {
    var state = MailRow.text(key, "state");
    return new KeyRow(
        MailRow.text(key, "keyId"),
        MailRow.text(key, "domain"),
        MailRow.text(key, "selector"),
        MailRow.text(key, "algorithm"),
        state,
        MailRow.time(key, "announced"),
        age(MailRow.text(key, "announced"), now),
        MailRow.text(key, "recordName"),
        org.postseal.console.index.ShownText.line(key.path("recordText").asText(""), RECORD),
        steps(state));
  }

  private static String age(String announced, Instant now) {
    try {
      long days = Duration.between(Instant.parse(announced), now).toDays();
      return days == 1 ? "1 day" : days + " days";
    } catch (DateTimeException _) {
      return "age unknown";
    }
  }

  private static List<String> steps(String state) {
    return switch (state) {
      case "announced", "published" -> List.of("activate", "revoke");
      case "active" -> List.of("retire");
      case "retired" -> List.of("revoke");
      default -> List.of();
    };
  }
}
