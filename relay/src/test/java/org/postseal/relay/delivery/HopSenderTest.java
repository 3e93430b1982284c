package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.relay.route.Recipient;
import org.postseal.smtpclient.Transaction;
import org.postseal.smtpclient.Transaction.Needs;
import org.postseal.topics.Envelope;
import org.postseal.topics.Origin;
import org.postseal.topics.RetryRecord.Coordinates;
import org.postseal.topics.TransactionId;

/** What becomes of an envelope on its way into the next dialogue. */
class HopSenderTest {
  private static final Coordinates PLACE = new Coordinates("mail.accepted", 0, List.of(0L));
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  /** What the octets and paths need, not what was declared. */
  @ParameterizedTest
  @CsvSource({
    "a@example.com, b@dest.example, 'Subject: x\n\nx\n', true, NOTHING",
    "a@example.com, b@dest.example, 'Subject: x\n\nä\n', true, EIGHT_BIT",
    "a@example.com, b@dest.example, 'Subject: ä\n\nx\n', true, INTERNATIONALIZED_HEADER",
    "a@example.com, b@dest.example, 'Subject: ä\n\nx\n', false, EIGHT_BIT",
    "a@example.com, b@dest.example, '\nä\n', true, EIGHT_BIT",
    "ä@example.com, b@dest.example, 'Subject: x\n\nx\n', true, INTERNATIONALIZED",
    "a@example.com, ö@dest.example, 'Subject: x\n\nx\n', true, INTERNATIONALIZED",
    "'', b@döst.example, 'Subject: x\n\nx\n', true, INTERNATIONALIZED",
  })
  void asksForSmtpUtf8OnlyWhereItIsNeeded(
      String from, String to, String content, boolean smtpUtf8, Needs needs) {
    var message = message(from, List.of(to, "ü@elsewhere.example"), content, smtpUtf8);
    assertThat(HopSender.transaction(recipients(to), message).content().needs()).isEqualTo(needs);
  }

  @Test
  void handsOnWhatWasAsked() {
    var requests = transaction("a@example.com", "rfc822;b+40x").requests();
    assertThat(requests)
        .isEqualTo(
            new Transaction.Requests(
                true,
                " RET=HDRS ENVID=QQ1",
                Map.of("b@dest.example", " NOTIFY=NEVER ORCPT=rfc822;b+40x")));
  }

  /** RFC 6533 §4.1: as it is, UTF-8 may stand there only with SMTPUTF8. */
  @Test
  void anOriginalRecipientInUtf8GoesOnlyWithSmtpUtf8() {
    assertThat(transaction("a@example.com", "utf-8;ö@x.example").requests().ofRecipients())
        .isEqualTo(Map.of("b@dest.example", " NOTIFY=NEVER"));
    assertThat(transaction("ä@example.com", "utf-8;ö@x.example").requests().ofRecipients())
        .isEqualTo(Map.of("b@dest.example", " NOTIFY=NEVER ORCPT=utf-8;ö@x.example"));
  }

  /** RFC 8689 §5. */
  @ParameterizedTest
  @CsvSource({
    "'TLS-Required: No\n\nx\n', OPTIONAL",
    "'Subject: x\ntls-required : no \n\nx\n', OPTIONAL",
    "'TLS-Required: Yes\n\nx\n', AS_POLICIES_SAY",
    "'TLS-Required: No\n way\n\nx\n', AS_POLICIES_SAY",
    "'TLS-Required: No\nTLS-Required: No\n\nx\n', AS_POLICIES_SAY",
    "'Subject: x\n\nTLS-Required: No\n', AS_POLICIES_SAY",
    "'X-TLS-Required: No\n\nx\n', AS_POLICIES_SAY",
    "'TLS-Required', AS_POLICIES_SAY",
    "'\n', AS_POLICIES_SAY",
  })
  void theFieldSaysThatTheMessageMattersMore(String content, Transaction.TlsWish wish) {
    var message = message("a@example.com", List.of("b@dest.example"), content, false);

    assertThat(HopSender.transaction(recipients("b@dest.example"), message).requests().tls())
        .isEqualTo(wish);
  }

  /** Whoever hangs at the end of it must hold no memory. */
  @Test
  void contentThatIsLetGoOfIsLetGoOfByTheClientToo() {
    var read = new AtomicInteger();
    var message =
        message("a@example.com", List.of("b@dest.example"), "Subject: x\n\nx\n", false)
            .reading(
                (_, _) -> {
                  read.incrementAndGet();
                  return new byte[0];
                });
    var pieces = HopSender.transaction(recipients("b@dest.example"), message).content().pieces();
    assertThat(pieces.getFirst()).isNotEmpty();
    message.letGo();
    assertThat(pieces.getFirst()).isEmpty();
    assertThat(read).hasValue(1);
  }

  private static Transaction transaction(String from, String originalRecipient) {
    var asked =
        new Envelope.Requests(
            true,
            Optional.of("HDRS"),
            Optional.of("QQ1"),
            Map.of(
                "b@dest.example",
                new Envelope.RecipientRequests(
                    Optional.of("NEVER"), Optional.of(originalRecipient))));
    var plain = message(from, List.of("b@dest.example"), "Subject: x\n\nx\n", true);
    var envelope =
        new Envelope(
            plain.envelope().reversePath(),
            plain.envelope().forwardPaths(),
            plain.envelope().client(),
            Optional.empty(),
            "8BITMIME",
            true,
            NOW,
            Optional.of(asked));
    return HopSender.transaction(
        recipients("b@dest.example"),
        new DueMessage(
            plain.transactionId(),
            plain.origin(),
            envelope,
            plain.content(),
            Optional.empty(),
            PLACE,
            PLACE,
            plain.history(),
            Optional.empty()));
  }

  private static List<Recipient> recipients(String forwardPath) {
    return List.of(Recipient.of(forwardPath));
  }

  private static DueMessage message(
      String from, List<String> forwardPaths, String content, boolean smtpUtf8) {
    var octets = content.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return new DueMessage(
        TransactionId.next(NOW),
        Origin.MX,
        new Envelope(
            from,
            forwardPaths,
            new Envelope.Client("192.0.2.1", "mx.example", Optional.empty(), "mx"),
            Optional.empty(),
            "8BITMIME",
            smtpUtf8,
            NOW),
        new DueMessage.Content(List.of(octets), octets.length, "00"),
        Optional.empty(),
        PLACE,
        PLACE,
        DueMessage.History.NONE,
        Optional.empty());
  }
}
