package org.postseal.console.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happened to a message, step by step, in words. Pure. */
public final class TimeLine {
  private static final List<String> CHECKS =
      List.of("spf", "dkim", "domainkeys", "arc", "dmarc", "signpol");
  private static final List<String> DETAILS =
      List.of("identity", "domain", "selector", "algorithm", "mechanism", "policy", "reason");

  private TimeLine() {}

  /**
   * One step.
   *
   * @param what the event's word
   * @param recipient of a delivery
   * @param reply what the client or we read
   * @param details where, how and when next
   * @param checks each check's result, such as {@code dmarc=fail domain=bank.example}
   */
  public record Step(
      Instant at,
      String what,
      Optional<String> recipient,
      Optional<String> reply,
      List<String> details,
      List<String> checks) {}

  /** The steps of these events. */
  public static List<Step> of(List<Search.Event> events) {
    return events.stream().map(TimeLine::step).toList();
  }

  private static Step step(Search.Event event) {
    var data = event.data();
    return new Step(
        event.at(),
        event.word(),
        text(data.path("recipient")),
        text(data.path("reply")),
        details(data),
        checks(data.path("evaluation")));
  }

  private static List<String> details(JsonNode data) {
    var details = new ArrayList<String>();
    var client = data.path("envelope").path("client");
    add(details, "client", client.path("address"));
    add(details, "helo", client.path("helo"));
    add(details, "tls", client.path("tls"));
    add(details, "listener", client.path("listener"));
    add(details, "account", data.path("envelope").path("account"));
    add(details, "size", data.path("size"));
    add(details, "rule", data.path("rule"));
    add(details, "next hop", data.path("nextHop"));
    add(details, "host", data.path("via").path("host"));
    add(details, "tls", data.path("via").path("tls"));
    add(details, "attempt", data.path("attempt"));
    add(details, "next attempt at", data.path("nextAttemptAt"));
    add(details, "reason", data.path("reason"));
    return details;
  }

  private static List<String> checks(JsonNode evaluation) {
    var checks = new ArrayList<String>();
    for (var check : CHECKS) {
      var results = evaluation.path(check);
      if (results.isArray()) {
        results.forEach(result -> addCheck(checks, check, result));
      } else {
        addCheck(checks, check, results);
      }
    }
    return checks;
  }

  private static void addCheck(List<String> checks, String check, JsonNode result) {
    text(result.path("result"))
        .ifPresent(
            word -> {
              var said = new StringBuilder(check).append('=').append(word);
              for (var detail : DETAILS) {
                text(result.path(detail))
                    .ifPresent(value -> said.append(' ').append(detail).append('=').append(value));
              }
              checks.add(said.toString());
            });
  }

  private static void add(List<String> details, String name, JsonNode value) {
    if (value.isValueNode() && !value.isNull()) {
      details.add(name + ": " + value.asText());
    }
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }
}
