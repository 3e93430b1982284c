package org.postseal.relay.dsn;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.postseal.smtp.command.Xtext;
import org.postseal.topics.DueReport;
import org.postseal.topics.Envelope;

/**
 * The second part of a report: what happened, for machines (RFC 3464 §2).
 *
 * <pre>
 *   delivery-status-content = per-message-fields 1*( CRLF per-recipient-fields )
 * </pre>
 */
final class StatusFields {
  /** As RFC 5322 §3.3 has it. */
  static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final int LONGEST_LINE = 78;
  private static final int LONGEST_TEXT = 900;
  private static final String CRLF = "\r\n";

  private final StringBuilder fields = new StringBuilder();

  private StatusFields() {}

  static String of(ReportedMessage message, DueReport report, String reportingHost) {
    var content = new StatusFields();
    content.perMessage(message.envelope(), reportingHost);
    for (var told : report.recipients()) {
      content.fields.append(CRLF);
      content.perRecipient(message.envelope(), report, told);
    }
    return content.fields.toString();
  }

  /** RFC 3464 §2.2. */
  private void perMessage(Envelope envelope, String reportingHost) {
    envelopeId(envelope).ifPresent(id -> field("Original-Envelope-Id", id));
    field("Reporting-MTA", "dns; " + reportingHost);
    field("Arrival-Date", date(envelope.receivedAt()));
  }

  /** RFC 3464 §2.3. */
  private void perRecipient(Envelope envelope, DueReport report, DueReport.Told told) {
    originalRecipient(envelope, told.recipient())
        .ifPresent(
            original -> address("Original-Recipient", original.type() + ";" + original.address()));
    address(
        "Final-Recipient",
        (HarmlessText.isAscii(told.recipient()) ? "rfc822;" : "utf-8;") + told.recipient());
    field("Action", told.action().word());
    field("Status", ReplyStatus.of(told));
    told.host().ifPresent(host -> field("Remote-MTA", "dns; " + host));
    if (!told.reply().isBlank()) {
      field("Diagnostic-Code", "smtp; " + told.reply());
    }
    field("Last-Attempt-Date", date(report.at()));
    report.retryUntil().ifPresent(until -> field("Will-Retry-Until", date(until)));
  }

  /** RFC 3464 §2.2.1; empty if there is none, or none that can be shown. */
  static Optional<String> envelopeId(Envelope envelope) {
    return envelope
        .requests()
        .flatMap(Envelope.Requests::envid)
        .flatMap(Xtext::decode)
        .filter(id -> HarmlessText.isAscii(id) && HarmlessText.isHarmless(id) && !id.isBlank());
  }

  static Optional<OriginalRecipient> originalRecipient(Envelope envelope, String recipient) {
    return envelope
        .requests()
        .flatMap(requests -> Optional.ofNullable(requests.recipients().get(recipient)))
        .flatMap(Envelope.RecipientRequests::orcpt)
        .flatMap(OriginalRecipient::parse);
  }

  static String date(Instant instant) {
    return DATE.format(instant);
  }

  /** An address is never folded: white space in it counts. */
  private void address(String name, String value) {
    fields.append(name).append(": ").append(HarmlessText.of(value, LONGEST_TEXT)).append(CRLF);
  }

  /** Folded where there is white space (RFC 5322 §2.2.3). */
  private void field(String name, String value) {
    var text = HarmlessText.of(value, LONGEST_TEXT);
    fields.append(name).append(':');
    int column = name.length() + 1;
    for (var word : text.strip().split(" +", -1)) {
      if (column + 1 + word.length() > LONGEST_LINE && column > name.length() + 1) {
        fields.append(CRLF);
        column = 0;
      }
      fields.append(' ').append(word);
      column += 1 + word.length();
    }
    fields.append(CRLF);
  }
}
