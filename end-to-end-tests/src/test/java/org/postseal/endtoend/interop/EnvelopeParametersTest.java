package org.postseal.endtoend.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postseal.endtoend.gateway.TwoDomains.RECEIVER;
import static org.postseal.endtoend.gateway.TwoDomains.SENDER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postseal.broker.FreePorts;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.TwoDomains;
import org.postseal.endtoend.gateway.Waiting;

/**
 * What clients say beside the addresses: DSN (RFC 3461), which Postfix's smtp-sink gets to hear as
 * the next hop, and SMTPUTF8 (RFC 6531), from the client through two gateways into a Maildir.
 */
@Tag("interop")
class EnvelopeParametersTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String SINK = "sink.example";
  private static final Path DIRECTORY =
      Application.repository().resolve("end-to-end-tests/target/interop-parameters");

  private static TwoDomains domains;
  private static AlicesPrograms alice;
  private static Process sink;

  @BeforeAll
  static void start() throws IOException {
    var program = Program.installed("smtp-sink");
    int port = FreePorts.one();
    domains =
        TwoDomains.start(
                DIRECTORY,
                plan ->
                    plan.with("postseal.relay.routes.\"" + SINK + "\"", "smtp:127.0.0.1:" + port))
            .awaitReady(LIMIT);
    alice = new AlicesPrograms(domains, DIRECTORY);
    sink =
        program.start(
            List.of("-u", "nobody", "-v", "127.0.0.1:" + port, "10"),
            DIRECTORY.resolve("sink.txt"));
    domains.introduce();
  }

  @AfterAll
  static void stop() {
    if (sink != null) {
      sink.destroy();
    }
    if (domains != null) {
      domains.close();
    }
  }

  @Test
  void dsnAskedForByMsmtp() throws Exception {
    var run = alice.msmtp("off", "plain", "msmtp@" + SINK, "-N", "failure,success", "-R", "hdrs");

    assertThat(run.exitStatus()).as(run.printed()).isZero();
    assertThat(envelopeFor("msmtp")).contains("RET=HDRS", "NOTIFY=SUCCESS,FAILURE");
  }

  @Test
  void dsnAskedForBySmtplib() throws Exception {
    var recipient = "python@" + SINK;

    var run =
        alice.smtplib(
            "implicit",
            recipient,
            "RET=FULL ENVID=letter+2B1",
            "NOTIFY=DELAY ORCPT=rfc822;first@elsewhere.example");

    assertThat(run.exitStatus()).as(run.printed()).isZero();
    assertThat(envelopeFor("python"))
        .contains(
            "RET=FULL", "ENVID=letter+2B1", "NOTIFY=DELAY", "ORCPT=rfc822;first@elsewhere.example");
  }

  @Test
  void dsnAskedForByPostfix() throws Exception {
    try (var postfix = alice.postfix("postfix-dsn")) {
      var run =
          postfix.send(
              "alice@" + SENDER,
              "postfix@" + SINK,
              alice.letter("postfix@" + SINK),
              "-N",
              "never",
              "-R",
              "hdrs",
              "-V",
              "from-postfix");

      assertThat(run.exitStatus()).as(run.printed()).isZero();
      assertThat(envelopeFor("postfix")).contains("RET=HDRS", "ENVID=from-postfix", "NOTIFY=NEVER");
    }
  }

  @Test
  void internationalAddressFromSmtplib() throws Exception {
    var run = alice.smtplib("implicit", "жанна@" + RECEIVER, "SMTPUTF8 BODY=8BITMIME", "");

    assertThat(run.exitStatus()).as(run.printed()).isZero();
    assertInternational("%d0%b6%d0%b0%d0%bd%d0%bd%d0%b0");
  }

  @Test
  void internationalAddressFromPostfix() throws Exception {
    try (var postfix = alice.postfix("postfix-utf8")) {
      var run = postfix.send("alice@" + SENDER, "зоя@" + RECEIVER, alice.letter("зоя@" + RECEIVER));

      assertThat(run.exitStatus()).as(run.printed()).isZero();
      assertInternational("%d0%b7%d0%be%d1%8f");
    }
  }

  /** A Maildir's name has the address's octets beyond ASCII as their hexadecimal digits. */
  private static void assertInternational(String maildir) {
    var message = domains.receiver().maildir(maildir).await(1, LIMIT).getFirst();
    assertThat(message.fields("Received").getFirst()).contains(" with UTF8SMTPS ");
    assertThat(message.fields("Received").get(1)).contains(" with UTF8SMTPSA ");
    assertThat(message.fields("Authentication-Results").getFirst()).contains("dkim=pass");
  }

  /** The MAIL and the RCPT that smtp-sink was told for a recipient. */
  private static String envelopeFor(String localPart) {
    return Waiting.until(
        "a message for " + localPart + " at the next hop", LIMIT, () -> told(localPart));
  }

  private static Optional<String> told(String localPart) {
    try {
      var mail = "";
      for (var line : Files.readAllLines(DIRECTORY.resolve("sink.txt"))) {
        if (line.contains("MAIL FROM:")) {
          mail = line;
        } else if (line.contains("RCPT TO:<" + localPart + "@")) {
          return Optional.of(mail + line);
        }
      }
    } catch (IOException _) {
      // it has not written yet
    }
    return Optional.empty();
  }
}
