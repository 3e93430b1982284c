package org.postseal.commandline.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.topics.CloudEvent;

/**
 * What people want to know of an event about a message. All text is as the event has it, and so
 * from anybody.
 *
 * @param source the instance that tells it, such as {@code /relay/6f1c…}
 * @param reversePath absent from events of deliveries
 * @param authorDomain the domain of RFC5322.From, where it was evaluated
 * @param client address of who brought it
 * @param reply ours to the client, or the next hop's to us
 * @param rule of the decision
 * @param messageId of the content, see {@link org.postseal.topics.MessageId}
 * @param checks each check's result, such as {@code dkim=fail}
 * @param nextHop where it was delivered to
 * @param host which of its hosts said so, and how it was spoken to, such as {@code mx1.example.net
 *     TLSv1.3 mta-sts=met}
 * @param nextAttemptAt when it is tried again
 * @param latencyMillis of a delivery, since the content was received
 */
record MailFact(
    Instant time,
    Outcome outcome,
    String transactionId,
    String source,
    Optional<String> reversePath,
    List<String> recipients,
    Optional<String> authorDomain,
    Optional<String> client,
    Optional<String> reply,
    Optional<String> rule,
    Optional<String> messageId,
    List<String> checks,
    Optional<String> nextHop,
    Optional<String> host,
    Optional<Instant> nextAttemptAt,
    Optional<Long> latencyMillis) {

  /** What an event says about a message; empty if it is about something else. */
  static Optional<MailFact> of(CloudEvent event) {
    return Outcome.of(event.type()).map(outcome -> of(event, outcome));
  }

  private static MailFact of(CloudEvent event, Outcome outcome) {
    var data = event.data();
    var envelope = data.path("envelope");
    var evaluation = data.path("evaluation");
    return new MailFact(
        event.time(),
        outcome,
        event.subject(),
        event.source(),
        text(envelope.path("reversePath")),
        recipients(data, envelope),
        text(evaluation.path("dmarc").path("domain")),
        text(envelope.path("client").path("address")),
        text(data.path("reply")),
        text(data.path("rule")),
        text(data.path("messageId")),
        checks(evaluation),
        text(data.path("nextHop")),
        ReachedHost.of(data.path("via")),
        text(data.path("nextAttemptAt")).flatMap(MailFact::instant),
        data.path("latencyMillis").isIntegralNumber()
            ? Optional.of(data.path("latencyMillis").longValue())
            : Optional.empty());
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static List<String> recipients(JsonNode data, JsonNode envelope) {
    var recipients = new ArrayList<String>();
    text(data.path("recipient")).ifPresent(recipients::add);
    envelope.path("forwardPaths").forEach(path -> text(path).ifPresent(recipients::add));
    return recipients;
  }

  private static List<String> checks(JsonNode evaluation) {
    var checks = new ArrayList<String>();
    for (var check : List.of("spf", "dkim", "domainkeys", "arc", "dmarc")) {
      var results = evaluation.path(check);
      if (results.isArray()) {
        results.forEach(result -> add(check, result, checks));
      } else {
        add(check, results, checks);
      }
    }
    return checks;
  }

  private static void add(String check, JsonNode result, List<String> checks) {
    text(result.path("result")).ifPresent(word -> checks.add(check + "=" + word));
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  /** Every domain the event names: of author, sender and recipients, in lower case. */
  List<String> domains() {
    var domains = new ArrayList<String>();
    authorDomain.ifPresent(domains::add);
    reversePath.map(MailFact::domainOf).ifPresent(domains::add);
    recipients.forEach(recipient -> domains.add(domainOf(recipient)));
    return domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
  }

  /** Whether it is sender or recipient, case aside. */
  boolean names(String address) {
    return reversePath.filter(address::equalsIgnoreCase).isPresent()
        || recipients.stream().anyMatch(address::equalsIgnoreCase);
  }

  private static String domainOf(String path) {
    return path.substring(path.lastIndexOf('@') + 1);
  }
}
