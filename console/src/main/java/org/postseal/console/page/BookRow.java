package org.postseal.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.postseal.console.search.Search;

/**
 * An event that is about no message, or about what an operator did with one.
 *
 * @param by who did it, or which service wrote it
 * @param details in words
 */
public record BookRow(String at, String what, String subject, String by, List<String> details) {

  static BookRow of(Search.Event event) {
    var data = event.data();
    var details = new ArrayList<String>();
    for (var field :
        List.of("action", "note", "reason", "recipients", "becomes", "account", "mechanism")) {
      add(details, field, data.path(field));
    }
    if (data.has("topic")) {
      details.add(
          "record: "
              + MailRow.text(data, "topic")
              + "/"
              + data.path("partition").asInt()
              + "/"
              + data.path("offset").asLong());
    }
    add(details, "reason", data.path("after").path("reason"));
    return new BookRow(
        Row.time(event.at()), event.word(), event.subject(), by(event, data), details);
  }

  private static String by(Search.Event event, JsonNode data) {
    for (var field : List.of("by", "author")) {
      var said = MailRow.text(data, field);
      if (!said.isEmpty()) {
        return said;
      }
    }
    return event.source();
  }

  private static void add(List<String> details, String name, JsonNode value) {
    if (value.isValueNode() && !value.asText().isEmpty()) {
      details.add(name + ": " + value.asText());
    }
    if (value.isArray() && !value.isEmpty()) {
      var all = new ArrayList<String>();
      value.forEach(one -> all.add(one.asText()));
      details.add(name + ": " + String.join(", ", all));
    }
  }
}
