package org.postseal.endtoend.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postseal.endtoend.gateway.TwoDomains.ALICES_PASSWORD;
import static org.postseal.endtoend.gateway.TwoDomains.RECEIVER;
import static org.postseal.endtoend.gateway.TwoDomains.SENDER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.TwoDomains;
import org.postseal.endtoend.interop.Program.Run;
import org.postseal.endtoend.maildir.DeliveredMessage;
import org.postseal.endtoend.smtp.Letter;

/** Mail programs and libraries that people submit with, and servers that relay through us. */
@Tag("interop")
class RealClientsTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path DIRECTORY =
      Application.repository().resolve("end-to-end-tests/target/interop-clients");

  /** Without a character that a URL would have to escape. */
  private static final String FRANKS_PASSWORD = "for-loopback-only";

  private static TwoDomains domains;
  private static AlicesPrograms alice;

  @BeforeAll
  static void start() {
    domains =
        TwoDomains.start(
                DIRECTORY, plan -> plan.withAccount("frank", FRANKS_PASSWORD, "frank@" + SENDER))
            .awaitReady(LIMIT);
    alice = new AlicesPrograms(domains, DIRECTORY);
    domains.introduce();
  }

  @AfterAll
  static void stop() {
    if (domains != null) {
      domains.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"on, plain", "off, plain"})
  void msmtp(String startTls, String mechanism) throws Exception {
    var recipient = "msmtp-" + startTls + "-" + mechanism;

    var run = alice.msmtp(startTls, mechanism, recipient + "@" + RECEIVER);

    assertDelivered(run, recipient);
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtp+tls", "smtps"})
  void openSmtpdsClient(String scheme) throws Exception {
    var recipient = "opensmtpd-" + scheme.replace('+', '-');
    var server =
        "%s://frank:%s@127.0.0.1:%s"
            .formatted(scheme, FRANKS_PASSWORD, alice.port(scheme.equals("smtp+tls")));

    var run =
        Program.installed("smtp")
            .run(
                LIMIT,
                List.of("-C", "-s", server, "-F", "frank@" + SENDER, recipient + "@" + RECEIVER),
                new Letter("frank@" + SENDER, recipient + "@" + RECEIVER, "hello", "a line")
                    .octets());

    assertDelivered(run, recipient);
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtp", "smtps"})
  void exim(String protocol) throws Exception {
    var recipient = "exim-" + protocol;
    var configuration =
        alice.secret(
            recipient,
            """
            primary_hostname = laptop.%s
            spool_directory = %s
            log_file_path = %s/%%slog
            exim_path = %s
            keep_environment =
            begin routers
            submission:
              driver = manualroute
              route_list = * 127.0.0.1::%s byname
              self = send
              transport = submission
            begin transports
            submission:
              driver = smtp
              protocol = %s
              hosts_require_tls = *
              hosts_require_auth = *
              tls_verify_hosts =
              tls_try_verify_hosts =
            begin authenticators
            plain:
              driver = plaintext
              public_name = PLAIN
              client_send = ^alice^%s
            """
                .formatted(
                    SENDER,
                    DIRECTORY.resolve(recipient),
                    DIRECTORY.resolve(recipient),
                    Program.installed("exim4").file(),
                    alice.port(protocol.equals("smtp")),
                    protocol,
                    ALICES_PASSWORD));
    // Exim reads it once more when it is no longer root
    Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-r--r--"));

    var run =
        Program.installed("exim4")
            .run(
                LIMIT,
                List.of(
                    "-C",
                    configuration.toString(),
                    "-odf",
                    "-oi",
                    "-f",
                    "alice@" + SENDER,
                    recipient + "@" + RECEIVER),
                alice.letter(recipient + "@" + RECEIVER));

    assertDelivered(run, recipient);
  }

  @ParameterizedTest
  @ValueSource(strings = {"starttls", "implicit"})
  void pythonsSmtplib(String tls) throws Exception {
    var recipient = "python-" + tls;

    var run = alice.smtplib(tls, recipient + "@" + RECEIVER, "", "");

    assertDelivered(run, recipient);
  }

  @Test
  void postfixSubmitsForItsUsers() throws Exception {
    try (var postfix = alice.postfix("postfix-submits")) {
      var run =
          postfix.send(
              "alice@" + SENDER, "postfix@" + RECEIVER, alice.letter("postfix@" + RECEIVER));

      assertThat(run.exitStatus()).as(run.printed()).isZero();
      assertThat(received("postfix", postfix).fields("Authentication-Results").getFirst())
          .contains("dkim=pass");
    }
  }

  @Test
  void postfixRelaysAsAServer() throws Exception {
    try (var postfix =
        Postfix.start(
            DIRECTORY.resolve("postfix-relays"),
            "relayhost = [127.0.0.1]:" + domains.receiver().ports().mx(),
            "smtp_tls_security_level = may")) {
      var run =
          postfix.send(
              "news@unsigned.example",
              "postfix-server@" + RECEIVER,
              new Letter("news@unsigned.example", "postfix-server@" + RECEIVER, "relayed", "a line")
                  .octets());

      assertThat(run.exitStatus()).as(run.printed()).isZero();
      assertThat(received("postfix-server", postfix).fields("Received").getFirst())
          .contains(" with ESMTPS ");
    }
  }

  private static DeliveredMessage received(String localPart, Postfix postfix) throws IOException {
    try {
      return domains.receiver().maildir(localPart).await(1, LIMIT).getFirst();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + "; Postfix says:\n" + postfix.log(), e);
    }
  }

  private static void assertDelivered(Run run, String recipient) {
    assertThat(run.exitStatus()).as(run.printed()).isZero();
    var message = domains.receiver().maildir(recipient).await(1, LIMIT).getFirst();
    assertThat(message.fields("Authentication-Results").getFirst())
        .startsWith("mx." + RECEIVER)
        .contains("dkim=pass");
  }
}
