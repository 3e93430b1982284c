package org.postseal.ingress.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postseal.accounts.Account;
import org.postseal.authentication.dkim.RepeatedFields;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.smtp.path.Mailbox;

/**
 * The header section of a submission: who it says wrote or sent it (RFC 6409 §6.1, RFC 5322 §3.6.2,
 * §3.6.6), and what is repaired before it is signed (RFC 6409 §8): a missing Date and Message-ID
 * are prepended; Bcc, Resent-Bcc and forged Authentication-Results are deleted.
 */
public final class SubmittedHeader {
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss xx", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final String hostname;
  private final TraceFields traceFields;

  public SubmittedHeader(String hostname, TraceFields traceFields) {
    this.hostname = hostname;
    this.traceFields = traceFields;
  }

  /** What becomes of a submission. */
  public sealed interface Outcome {
    record Fit(HeaderEdit edit) implements Outcome {}

    /** RFC5322.From, Sender or a Resent field names somebody the account does not own. */
    record ForeignAuthor() implements Outcome {}

    /** RFC5322.From is absent, repeated or malformed, or one of the others is. */
    record NoAuthor() implements Outcome {}

    /** A field that a message may have once stands there more often (RFC 5322 §3.6). */
    record Repeated(String field) implements Outcome {}
  }

  /** {@code uniqueId} becomes the left side of a missing Message-ID. */
  public Outcome judge(Account account, HeaderSection section, String uniqueId, Instant now) {
    var writers = writers(section);
    if (writers.isEmpty()) {
      return new Outcome.NoAuthor();
    }
    if (!writers.get().stream().allMatch(text -> owns(account, text))) {
      return new Outcome.ForeignAuthor();
    }
    return RepeatedFields.firstOf(section)
        .<Outcome>map(Outcome.Repeated::new)
        .orElseGet(() -> new Outcome.Fit(repair(section, uniqueId, now)));
  }

  /** Whether RFC5322.From, Sender and the Resent fields name only whom the account owns. */
  public static boolean isWrittenBy(Account account, HeaderSection section) {
    return writers(section)
        .filter(all -> all.stream().allMatch(text -> owns(account, text)))
        .isPresent();
  }

  /**
   * The mailboxes in From and Sender, and in Resent-From and Resent-Sender of whoever sent the
   * message again (RFC 5322 §3.6.6); empty if there is no author, or not well-formed.
   */
  private static Optional<List<String>> writers(HeaderSection section) {
    var from = section.fieldsNamed("from");
    var sender = section.fieldsNamed("sender");
    if (from.size() != 1 || sender.size() > 1) {
      return Optional.empty();
    }
    var mailboxes = new ArrayList<>(Author.mailboxes(from.getFirst()));
    if (mailboxes.isEmpty()) {
      return Optional.empty();
    }
    for (var field : sender) {
      var named = Author.mailboxes(field);
      if (named.size() != 1) {
        return Optional.empty();
      }
      mailboxes.addAll(named);
    }
    for (var field : section.fields()) {
      if (field.isNamed("resent-from") || field.isNamed("resent-sender")) {
        var named = Author.mailboxes(field);
        if (named.isEmpty()) {
          return Optional.empty();
        }
        mailboxes.addAll(named);
      }
    }
    return Optional.of(mailboxes);
  }

  /** A date-time of RFC 5322 §3.3, in UTC. */
  public static String dateTime(Instant instant) {
    return DATE_TIME.format(instant);
  }

  private static boolean owns(Account account, String text) {
    return Mailbox.parse(text).filter(account::owns).isPresent();
  }

  private HeaderEdit repair(HeaderSection section, String uniqueId, Instant now) {
    var missing = new StringBuilder();
    if (section.fieldsNamed("date").isEmpty()) {
      missing.append("Date: ").append(dateTime(now)).append("\r\n");
    }
    if (section.fieldsNamed("message-id").isEmpty()) {
      missing.append("Message-ID: <").append(uniqueId).append('@').append(hostname).append(">\r\n");
    }
    return new HeaderEdit(
        missing.toString().getBytes(StandardCharsets.US_ASCII), deletions(section));
  }

  private List<HeaderEdit.Deletion> deletions(HeaderSection section) {
    var claims = traceFields.claims(section);
    return HeaderEdit.deletions(
        section.fields().stream().filter(f -> isNotToGoOn(f) || claims.contains(f)).toList());
  }

  /**
   * Recipients who are not to be revealed, and what only the last hop may write (RFC 5321 §4.4).
   */
  private static boolean isNotToGoOn(HeaderField field) {
    return field.isNamed("bcc") || field.isNamed("resent-bcc") || field.isNamed("return-path");
  }
}
