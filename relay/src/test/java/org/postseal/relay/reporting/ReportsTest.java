package org.postseal.relay.reporting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.relay.dsn.Notification;
import org.postseal.relay.dsn.ReportComposer;
import org.postseal.relay.dsn.ReportedMessage;
import org.postseal.topics.DueReport;
import org.postseal.topics.Envelope;
import org.postseal.topics.MailTopic;
import org.postseal.topics.ReplyLine;
import org.postseal.topics.ReversePathProof;
import org.postseal.topics.Signatures;
import org.postseal.topics.TransactionId;

class ReportsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final TransactionId ID = TransactionId.next(NOW);
  private static final DueReport FAILURE =
      new DueReport(
          ID,
          DueReport.Kind.FAILURE,
          1,
          NOW,
          Optional.empty(),
          List.of(
              new DueReport.Told(
                  "bob@receiver.example",
                  DueReport.Action.FAILED,
                  "550 5.1.1 No such user",
                  Optional.empty())));

  private final List<String> authors = new ArrayList<>();
  private final List<DigestedMessage> asked = new ArrayList<>();

  private static ReportedMessage message(ReversePathProof proof) {
    var octets = "Subject: hello\r\n\r\nbody\r\n".getBytes(UTF_8);
    return new ReportedMessage(
        ID,
        new Envelope(
                "alice@Sender.example",
                List.of("bob@receiver.example"),
                new Envelope.Client("192.0.2.1", "laptop", Optional.empty(), "submission"),
                Optional.empty(),
                "7BIT",
                false,
                NOW)
            .withProof(Optional.of(proof)),
        List.of(octets),
        octets.length);
  }

  private Reports reports(Optional<String> domain, String... signed) {
    return reports(
        domain,
        notification ->
            List.of(signed)
                    .contains(
                        notification.author().substring(notification.author().indexOf('@') + 1))
                ? new Signatures.Outcome.Signed("DKIM-Signature: ours\r\n".getBytes(UTF_8))
                : new Signatures.Outcome.Refused(
                    new ReplyLine(550, "5.7.1", "not ours"), "not-our-domain"));
  }

  private Reports reports(
      Optional<String> domain, Function<Notification, Signatures.Outcome> signer) {
    return new Reports(
        new ReportComposer("mx.host.example", 1000),
        (notification, message) -> {
          authors.add(notification.author());
          asked.add(message);
          return CompletableFuture.completedFuture(signer.apply(notification));
        },
        new Reports.Authors(domain, "mx.host.example"));
  }

  @Test
  void aReportIsAMessageOfItsOwnWithItsSignatureBeforeIt() throws Exception {
    var outcome =
        reports(Optional.empty(), "sender.example")
            .compose(message(ReversePathProof.SUBMISSION), FAILURE, Optional.empty());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Reports.Outcome.Composed.class,
            composed -> {
              var record = composed.records().getFirst();
              assertThat(record.topic()).isEqualTo(MailTopic.ACCEPTED.topic());
              assertThat(new String(record.key(), UTF_8))
                  .isEqualTo(FAILURE.transactionId().value());
              assertThat(new String(record.value(), UTF_8))
                  .startsWith("DKIM-Signature: ours\r\nDate: ");
              assertThat(new String(record.headers().lastHeader("postseal-origin").value(), UTF_8))
                  .isEqualTo("report");
            });
    assertThat(asked.getFirst().bodyDigests().getFirst().spec())
        .isEqualTo(BodyDigestSpec.OF_OUR_SIGNATURES);
  }

  @Test
  void writtenAgainItIsTheSame() throws Exception {
    var first =
        (Reports.Outcome.Composed)
            reports(Optional.empty(), "sender.example")
                .compose(message(ReversePathProof.SUBMISSION), FAILURE, Optional.empty());
    var second =
        (Reports.Outcome.Composed)
            reports(Optional.empty(), "sender.example")
                .compose(message(ReversePathProof.SUBMISSION), FAILURE, Optional.empty());
    assertThat(second.records().getFirst().key()).isEqualTo(first.records().getFirst().key());
    assertThat(second.records().getFirst().value()).isEqualTo(first.records().getFirst().value());
  }

  @Test
  void theAuthorIsOfTheFirstDomainThatIsSignedFor() throws Exception {
    var _ =
        reports(Optional.empty(), "receiver.example")
            .compose(message(ReversePathProof.SPF), FAILURE, Optional.empty());
    assertThat(authors).containsExactly("MAILER-DAEMON@receiver.example");
    authors.clear();
    var _ =
        reports(Optional.empty(), "mx.host.example")
            .compose(message(ReversePathProof.SUBMISSION), FAILURE, Optional.empty());
    assertThat(authors)
        .containsExactly(
            "MAILER-DAEMON@sender.example",
            "MAILER-DAEMON@receiver.example",
            "MAILER-DAEMON@mx.host.example");
    authors.clear();
    var _ =
        reports(Optional.of("set.example"), "set.example")
            .compose(message(ReversePathProof.SUBMISSION), FAILURE, Optional.empty());
    assertThat(authors).containsExactly("MAILER-DAEMON@set.example");
  }

  @Test
  void whatNobodySignsForIsNeverSentUnsigned() throws Exception {
    var outcome =
        reports(Optional.empty())
            .compose(message(ReversePathProof.DKIM), FAILURE, Optional.empty());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Reports.Outcome.Never.class,
            never -> assertThat(never.reason()).contains("not-our-domain"));
  }

  @Test
  void aSignerThatIsAwayOrHasNoKeyYetIsNotTheEnd() throws Exception {
    var deferred =
        reports(
            Optional.empty(),
            _ ->
                new Signatures.Outcome.Deferred(new ReplyLine(451, "4.7.5", ""), "no-signing-key"));
    assertThat(deferred.compose(message(ReversePathProof.SPF), FAILURE, Optional.empty()))
        .isEqualTo(new Reports.Outcome.NotNow("no-signing-key"));
    var silent =
        new Reports(
            new ReportComposer("mx.host.example", 1000),
            (_, _) -> CompletableFuture.failedFuture(new TimeoutException("no answer")),
            new Reports.Authors(Optional.empty(), "mx.host.example"));
    assertThat(silent.compose(message(ReversePathProof.SPF), FAILURE, Optional.empty()))
        .isEqualTo(new Reports.Outcome.NotNow("no answer"));
  }
}
