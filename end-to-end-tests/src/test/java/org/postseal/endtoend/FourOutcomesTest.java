package org.postseal.endtoend;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postseal.endtoend.gateway.TwoDomains.RECEIVER;
import static org.postseal.endtoend.gateway.TwoDomains.SENDER;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.TwoDomains;
import org.postseal.endtoend.maildir.DeliveredMessage;
import org.postseal.endtoend.smtp.Letter;
import org.postseal.endtoend.smtp.SmtpReply;
import org.postseal.endtoend.smtp.SmtpSession;

/**
 * What the demo shows, held to the reply codes, and what is in the mailboxes afterwards; by a
 * receiver in two processes, and by one whose five services have a certificate each and the rights
 * that were declared for it.
 */
@ParameterizedClass
@EnumSource
class FourOutcomesTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String ALICE = "alice@" + SENDER;
  private static TwoDomains domains;

  @Parameter Receiver receiver;

  enum Receiver {
    TWO_PROCESSES,
    FIVE_SERVICES
  }

  @BeforeParameterizedClassInvocation
  static void start(Receiver receiver) {
    var directory =
        Application.repository()
            .resolve("end-to-end-tests/target/four-outcomes-" + receiver.name().toLowerCase(ROOT));
    domains =
        switch (receiver) {
          case TWO_PROCESSES -> TwoDomains.start(directory, UnaryOperator.identity());
          case FIVE_SERVICES -> TwoDomains.startSeparately(directory, UnaryOperator.identity());
        };
    domains.awaitReady(LIMIT);
    domains.introduce();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (domains != null) {
      domains.close();
    }
  }

  @Test
  void whatAliceSubmitsIsSignedVerifiedAndDelivered() throws IOException {
    var message = submitted("bob");

    assertThat(message.fields("DKIM-Signature"))
        .anyMatch(field -> field.contains("d=" + SENDER) && field.contains("a=rsa-sha256"));
    assertThat(message.fields("Authentication-Results"))
        .singleElement()
        .asString()
        .startsWith("mx." + RECEIVER)
        .contains("dkim=pass")
        .contains("header.d=" + SENDER);
    assertThat(message.fields("Received")).hasSize(2);
    assertThat(message.body()).isEqualTo("The first line.\n.a line with a dot\n");
  }

  @Test
  void whatIsForgedInAlicesNameIsRefused() throws IOException {
    var forged = letter("carol").octets();

    var reply = brought("mallory.example", "carol", forged);

    assertThat(reply.code()).isEqualTo(550);
    assertThat(reply.enhancedStatus()).isEqualTo("5.7.20");
    assertThat(domains.receiver().maildir("carol").files()).isEmpty();
  }

  @Test
  void whatWasAlteredOnTheWayIsRefusedAndTheOriginalIsNot() throws IOException {
    var genuine = submitted("dave").asItArrived("mx." + RECEIVER);
    var altered =
        new String(genuine, StandardCharsets.ISO_8859_1)
            .replace("first line", "fist line")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(brought("mx." + SENDER, "dave", altered).code()).isEqualTo(550);
    assertThat(brought("mx." + SENDER, "dave", genuine).code()).isEqualTo(250);
    assertThat(domains.receiver().maildir("dave").await(2, LIMIT)).hasSize(2);
  }

  @Test
  void withoutVerifierNothingIsDecidedAndTheRetryIsAccepted() throws IOException {
    var genuine = submitted("erin").asItArrived("mx." + RECEIVER);

    domains.verifier().stop();
    var deferred = brought("mx." + SENDER, "erin", genuine);
    domains.verifier().startAgain();
    domains.verifier().awaitReady(LIMIT);
    var accepted = brought("mx." + SENDER, "erin", genuine);

    assertThat(deferred.code()).isEqualTo(451);
    assertThat(accepted.code()).isEqualTo(250);
    assertThat(domains.receiver().maildir("erin").await(2, LIMIT)).hasSize(2);
  }

  @Test
  void nobodyTracesWhatNobodyAskedToTrace() throws IOException {
    submitted("frank");

    assertThat(Files.readString(domains.sender().log()))
        .contains("listener=submissions outcome=accepted")
        .doesNotContain(" trace=");
  }

  /** What was delivered of a letter that Alice submitted. */
  private static DeliveredMessage submitted(String recipient) throws IOException {
    try (var session = SmtpSession.connectTls(domains.sender().ports().submissions())) {
      session.command("EHLO laptop." + SENDER);
      assertThat(session.authPlain("alice", TwoDomains.ALICES_PASSWORD).code()).isEqualTo(235);
      var reply =
          session.transaction(ALICE, recipient + "@" + RECEIVER, letter(recipient).octets());
      assertThat(reply.code()).as(session.transcript().toString()).isEqualTo(250);
      session.command("QUIT");
    }
    return domains.receiver().maildir(recipient).await(1, LIMIT).getFirst();
  }

  /** The answer of the receiver's mail exchanger. */
  private static SmtpReply brought(String clientName, String recipient, byte[] content)
      throws IOException {
    try (var session = SmtpSession.connect(domains.receiver().ports().mx())) {
      session.command("EHLO " + clientName);
      return session.transaction(ALICE, recipient + "@" + RECEIVER, content);
    }
  }

  private static Letter letter(String recipient) {
    return new Letter(
        ALICE, recipient + "@" + RECEIVER, "a test", "The first line.\n.a line with a dot\n");
  }
}
