package org.postseal.relay.reporting;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.relay.dsn.Notification;
import org.postseal.relay.dsn.ReportComposer;
import org.postseal.relay.dsn.ReportedMessage;
import org.postseal.topics.DueReport;
import org.postseal.topics.MailTopic;
import org.postseal.topics.Origin;
import org.postseal.topics.RecordGroup;
import org.postseal.topics.ReplyLine;
import org.postseal.topics.ReversePathProof;
import org.postseal.topics.Signatures;
import org.postseal.topics.TraceParent;

/**
 * Makes messages of due reports. The author is {@code MAILER-DAEMON} of a domain whose mail we
 * sign: the one that was set; else the sender's, if he submitted the message here; else that of a
 * recipient, which is ours where other servers bring the mail; else this host's. The first that the
 * signer does not refuse is taken.
 */
public final class Reports {
  private static final String LOCAL_PART = "MAILER-DAEMON@";

  /** A message to a hundred foreign domains shall not ask a hundred times. */
  private static final int MOST_AUTHORS = 4;

  private static final ReplyLine NO_ANSWER = new ReplyLine(451, "4.4.7", "No signature in time");

  private final ReportComposer composer;
  private final ReportSigning signing;
  private final Authors authors;

  /**
   * Whose name reports bear.
   *
   * @param domain the one that was set
   * @param host this system's name
   */
  public record Authors(Optional<String> domain, String host) {}

  public Reports(ReportComposer composer, ReportSigning signing, Authors authors) {
    this.composer = composer;
    this.signing = signing;
    this.authors = authors;
  }

  /** What became of a due report. */
  public sealed interface Outcome {
    /** These records are the report, a message of its own. */
    record Composed(List<ProducerRecord<byte[], byte[]>> records) implements Outcome {}

    /** No signature now. */
    record NotNow(String reason) implements Outcome {}

    /** No signature ever. */
    record Never(String reason) implements Outcome {}
  }

  /** Composes a report and has it signed. Blocks until there is an answer, or none in time. */
  public Outcome compose(ReportedMessage message, DueReport report, Optional<TraceParent> trace)
      throws InterruptedException {
    var refusal = "no domain to write in the name of";
    for (var domain : authorDomains(message, report)) {
      var notification = composer.compose(message, report, LOCAL_PART + domain);
      switch (signature(notification)) {
        case Signatures.Outcome.Signed(var fields) -> {
          return new Outcome.Composed(records(notification, fields, trace));
        }
        case Signatures.Outcome.Deferred(_, var reason) -> {
          return new Outcome.NotNow(reason);
        }
        case Signatures.Outcome.Refused(_, var reason) -> refusal = domain + ": " + reason;
      }
    }
    return new Outcome.Never(refusal);
  }

  private Signatures.Outcome signature(Notification notification) throws InterruptedException {
    try {
      return signing.ask(notification, digested(notification)).get();
    } catch (ExecutionException e) {
      return new Signatures.Outcome.Deferred(NO_ANSWER, String.valueOf(e.getCause().getMessage()));
    }
  }

  private static DigestedMessage digested(Notification notification) {
    var digester = MessageDigester.forSigning(DigestLimits.DEFAULT);
    var block = new byte[8192];
    for (var piece : notification.pieces()) {
      var octets = piece.duplicate();
      while (octets.hasRemaining()) {
        int length = Math.min(block.length, octets.remaining());
        octets.get(block, 0, length);
        digester.update(block, 0, length);
      }
    }
    return digester.finish();
  }

  private static List<ProducerRecord<byte[], byte[]>> records(
      Notification notification, byte[] fields, Optional<TraceParent> trace) {
    return RecordGroup.of(
            MailTopic.ACCEPTED,
            notification.transactionId(),
            Origin.REPORT,
            notification.envelope(),
            notification.signed(fields))
        .inTrace(trace)
        .records();
  }

  private Set<String> authorDomains(ReportedMessage message, DueReport report) {
    var domains = new LinkedHashSet<String>();
    if (authors.domain().isPresent()) {
      domains.add(authors.domain().get());
      return domains;
    }
    var envelope = message.envelope();
    if (envelope.reversePathProof().filter(ReversePathProof.SUBMISSION::equals).isPresent()) {
      domain(envelope.reversePath()).ifPresent(domains::add);
    }
    report.recipients().stream()
        .flatMap(told -> domain(told.recipient()).stream())
        .distinct()
        .limit(MOST_AUTHORS)
        .forEach(domains::add);
    domains.add(authors.host());
    return domains;
  }

  private static Optional<String> domain(String mailbox) {
    int at = mailbox.lastIndexOf('@');
    return at < 0
        ? Optional.empty()
        : DomainName.parse(mailbox.substring(at + 1)).map(DomainName::toString);
  }
}
