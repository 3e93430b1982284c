package org.postseal.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postseal.console.index.ShownText;

/**
 * A message that waits, is held or is quarantined, as the relay tells it.
 *
 * @param path of its own page
 * @param due when it is tried next; empty if it is not
 */
public record MailRow(
    String path,
    String id,
    String sender,
    List<String> recipients,
    String size,
    String since,
    String reason,
    String attempts,
    String due) {
  private static final int LINE = 500;
  private static final int RECIPIENTS = 20;

  static MailRow of(Shelf shelf, JsonNode message) {
    var id = text(message, "id");
    return new MailRow(
        shelf.path() + "/" + id,
        id,
        "<" + text(message, "sender") + ">",
        recipients(message.path("recipients")),
        message.path("size").asText(),
        time(message, "since"),
        text(message, "reason"),
        message.path("attempts").asText(),
        time(message, "nextAttemptAt"));
  }

  private static List<String> recipients(JsonNode paths) {
    var shown = new ArrayList<String>();
    for (var path : paths) {
      if (shown.size() == RECIPIENTS) {
        shown.add("and " + (paths.size() - RECIPIENTS) + " more");
        break;
      }
      shown.add("<" + ShownText.line(path.asText(), LINE) + ">");
    }
    return shown;
  }

  static String text(JsonNode object, String field) {
    return ShownText.line(object.path(field).asText(""), LINE);
  }

  /** A time as pages show it; the text itself if it is none. */
  static String time(JsonNode object, String field) {
    var said = text(object, field);
    try {
      return said.isEmpty() ? "" : Row.time(Instant.parse(said));
    } catch (DateTimeException _) {
      return said;
    }
  }
}
