package org.postseal.relay.dsn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.topics.DueReport;
import org.postseal.topics.DueReport.Action;
import org.postseal.topics.Envelope;

class ReportComposerTest {
  private static final Envelope.Requests NOTHING = Envelope.Requests.NONE;
  private final DueReport failure =
      Reported.failure(Reported.bob(Action.FAILED, "550 5.1.1 No such user"));

  private static String compose(ReportedMessage message, DueReport report) {
    return Reported.text(Reported.COMPOSER.compose(message, report, Reported.AUTHOR));
  }

  @Test
  void aFailureIsWhatAMailPersonExpects() {
    var id = failure.transactionId();
    assertThat(
            compose(
                Reported.message(
                    Reported.envelope(
                        Reported.asking("HDRS", "QQ+2B1", "rfc822;robert@x.example"))),
                failure))
        .isEqualTo(
            """
            Date: Mon, 23 Nov 2026 10:00:00 +0000
            From: Mail Delivery System <MAILER-DAEMON@sender.example>
            To: <alice@sender.example>
            Subject: Your message could not be delivered
            Message-ID: <%1$s@sender.example>
            In-Reply-To: <1@sender.example>
            References: <1@sender.example>
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status;
            \tboundary="=_%1$s"

            This is a report in several parts (RFC 6522).

            --=_%1$s
            Content-Type: text/plain; charset=us-ascii

            This is the mail system at mx.sender.example. The message you sent on Mon,
            23 Nov 2026 09:00:00 +0000 could not be delivered to this recipient:

              <bob@receiver.example> (you wrote to robert@x.example)
                mx.receiver.example said: 550 5.1.1 No such user

            It is not tried again.

            What follows is the same for programs, and the beginning of your message or
            all of it. The number of your message here is %2$s.


            --=_%1$s
            Content-Type: message/delivery-status

            Original-Envelope-Id: QQ+1
            Reporting-MTA: dns; mx.sender.example
            Arrival-Date: Mon, 23 Nov 2026 09:00:00 +0000

            Original-Recipient: rfc822;robert@x.example
            Final-Recipient: rfc822;bob@receiver.example
            Action: failed
            Status: 5.1.1
            Remote-MTA: dns; mx.receiver.example
            Diagnostic-Code: smtp; 550 5.1.1 No such user
            Last-Attempt-Date: Mon, 23 Nov 2026 10:00:00 +0000

            --=_%1$s
            Content-Type: text/rfc822-headers

            From: Alice <alice@sender.example>
            Message-ID: <1@sender.example>
            Subject: hello

            --=_%1$s--
            """
                .formatted(id, Reported.ID)
                .replace("\n", "\r\n"));
  }

  @Test
  void goesToTheSenderWithTheNullReversePath() {
    var notification =
        Reported.COMPOSER.compose(
            Reported.message(Reported.envelope(NOTHING)), failure, Reported.AUTHOR);
    var envelope = notification.envelope();
    assertThat(envelope.isNullReversePath()).isTrue();
    assertThat(envelope.forwardPaths()).containsExactly("alice@sender.example");
    assertThat(envelope.reversePathProof()).isEmpty();
    assertThat(envelope.requests()).isEmpty();
    assertThat(envelope.body()).isEqualTo("7BIT");
    assertThat(envelope.smtpUtf8()).isFalse();
    for (var kind : DueReport.Kind.values()) {
      assertThat(Wishes.areFor(kind, envelope, "alice@sender.example")).isFalse();
    }
  }

  @Test
  void theSameReportIsTheSameOctets() {
    var message = Reported.message(Reported.envelope(NOTHING));
    assertThat(compose(message, failure)).isEqualTo(compose(message, failure));
  }

  @Test
  void returnsTheWholeOnlyWhereAskedAndWithinTheLimit() {
    var full = Reported.envelope(Reported.asking("FULL", null, null));
    assertThat(compose(Reported.message(full), failure))
        .contains("Content-Type: message/rfc822\r\n\r\n" + Reported.CONTENT + "\r\n--=_");
    var long_ = (Reported.CONTENT + "x".repeat(70) + "\r\n").repeat(2000).getBytes(UTF_8);
    for (var envelope :
        List.of(
            Reported.envelope(NOTHING), Reported.envelope(Reported.asking("HDRS", null, null)))) {
      assertThat(compose(Reported.message(envelope), failure))
          .contains("text/rfc822-headers\r\n\r\n" + Reported.HEADER + "\r\n--=_")
          .doesNotContain("The body.");
    }
    assertThat(compose(Reported.message(full, long_), failure))
        .contains("text/rfc822-headers")
        .doesNotContain("The body.");
    var delay =
        new DueReport(
            Reported.ID,
            DueReport.Kind.DELAY,
            5,
            Reported.NOW,
            Optional.empty(),
            failure.recipients());
    assertThat(compose(Reported.message(full), delay)).doesNotContain("The body.");
  }

  @Test
  void ofAMessageThatRequiresTlsOnlyTheHeaderGoesBackAndOverTls() {
    var requests = new Envelope.Requests(true, Optional.of("FULL"), Optional.empty(), Map.of());
    var notification =
        Reported.COMPOSER.compose(
            Reported.message(Reported.envelope(requests)), failure, Reported.AUTHOR);
    assertThat(Reported.text(notification)).doesNotContain("The body.");
    assertThat(notification.envelope().requests().orElseThrow().requireTls()).isTrue();
  }

  @Test
  void severalRecipientsAreOneReport() {
    var report =
        Reported.failure(
            Reported.bob(Action.FAILED, "550 5.1.1 No such user"),
            new DueReport.Told(
                "eve@other.example", Action.FAILED, "451 4.4.1 No answer", Optional.empty()));
    var text = compose(Reported.message(Reported.envelope(NOTHING)), report);
    assertThat(text)
        .containsSubsequence(
            "\r\n\r\nFinal-Recipient: rfc822;bob@receiver.example\r\nAction: failed\r\nStatus: 5.1.1",
            "\r\n\r\nFinal-Recipient: rfc822;eve@other.example\r\nAction: failed\r\nStatus: 4.4.7",
            "Diagnostic-Code: smtp; 451 4.4.1 No answer");
    assertThat(text).containsOnlyOnce("Reporting-MTA");
  }

  @Test
  void aDelaySaysUntilWhenItIsTried() {
    var report =
        new DueReport(
            Reported.ID,
            DueReport.Kind.DELAY,
            5,
            Reported.NOW,
            Optional.of(Reported.NOW.plus(Duration.ofDays(5))),
            List.of(Reported.bob(Action.DELAYED, "450 4.2.2 Mailbox full")));
    assertThat(compose(Reported.message(Reported.envelope(NOTHING)), report))
        .contains(
            "Subject: Your message is delayed",
            "You need not send it again",
            "Action: delayed\r\nStatus: 4.2.2",
            "Will-Retry-Until: Sat, 28 Nov 2026 10:00:00 +0000");
  }

  @Test
  void aSuccessSaysWhetherItReachedTheMailbox() {
    for (var action : List.of(Action.DELIVERED, Action.RELAYED)) {
      var report =
          new DueReport(
              Reported.ID,
              DueReport.Kind.SUCCESS,
              1,
              Reported.NOW,
              Optional.empty(),
              List.of(Reported.bob(action, "250 2.0.0 ok")));
      assertThat(compose(Reported.message(Reported.envelope(NOTHING)), report))
          .contains("Action: " + action.word() + "\r\nStatus: 2.0.0");
    }
  }

  @Test
  void addressesBeyondAsciiMakeItGlobal() {
    var told =
        new DueReport.Told(
            "jö@receiver.example", Action.FAILED, "550 5.1.1 unbekannt: jö", Optional.empty());
    var notification =
        Reported.COMPOSER.compose(
            Reported.message(
                Reported.envelope("älice@sender.example", NOTHING),
                Reported.CONTENT.replace("hello", "grüße").getBytes(UTF_8)),
            Reported.failure(told),
            Reported.AUTHOR);
    assertThat(Reported.text(notification))
        .contains(
            "To: <älice@sender.example>",
            "report-type=global-delivery-status;",
            "Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: 8bit",
            "Final-Recipient: utf-8;jö@receiver.example",
            "Content-Type: message/global-headers\r\nContent-Transfer-Encoding: 8bit",
            "Subject: grüße");
    assertThat(notification.envelope().smtpUtf8()).isTrue();
    assertThat(notification.envelope().body()).isEqualTo("8BITMIME");
  }

  @Test
  void theReturnedMessageIsNotCopied() {
    var message = Reported.message(Reported.envelope(Reported.asking("FULL", null, null)));
    var pieces = Reported.COMPOSER.compose(message, failure, Reported.AUTHOR).pieces();
    message.content().getFirst()[0] = '!';
    assertThat(pieces.get(1).get(0)).isEqualTo((byte) '!');
  }
}
