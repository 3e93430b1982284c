package org.postseal.endtoend.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postseal.endtoend.gateway.TwoDomains.RECEIVER;
import static org.postseal.endtoend.gateway.TwoDomains.SENDER;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postseal.endtoend.gateway.Application;
import org.postseal.endtoend.gateway.TwoDomains;
import org.postseal.endtoend.interop.Program.Run;
import org.postseal.endtoend.smtp.Letter;

/** Mail brought by swaks and by Postfix's smtp-source; signatures judged by dkimpy. */
@Tag("interop")
class ForeignClientsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static TwoDomains domains;

  @BeforeAll
  static void start() {
    domains =
        TwoDomains.start(
                Application.repository().resolve("end-to-end-tests/target/interop"),
                UnaryOperator.identity())
            .awaitReady(LIMIT);
    domains.introduce();
  }

  @AfterAll
  static void stop() {
    if (domains != null) {
      domains.close();
    }
  }

  @Test
  void swaksSubmitsAfterStartTls() throws Exception {
    var run = swaks("carol", "--tls", "--port", port(domains.sender().ports().submission()));

    assertThat(run.exitStatus()).as(run.printed()).isZero();
    assertDelivered("carol");
  }

  @Test
  void swaksSubmitsOverImplicitTls() throws Exception {
    var run = swaks("dave", "--tlsc", "--port", port(domains.sender().ports().submissions()));

    assertThat(run.exitStatus()).as(run.printed()).isZero();
    assertDelivered("dave");
  }

  @Test
  void swaksIsNotOfferedAuthInClear() throws Exception {
    var run = swaks("erin", "--port", port(domains.sender().ports().submission()));

    assertThat(run.exitStatus()).as(run.printed()).isEqualTo(28); // swaks: cannot authenticate
    assertThat(run.printed()).doesNotContain("AUTH PLAIN");
  }

  @Test
  void swaksForgesAndIsRefused() throws Exception {
    var run =
        Program.installed("swaks")
            .run(
                LIMIT,
                List.of(
                    "--server",
                    "127.0.0.1",
                    "--port",
                    port(domains.receiver().ports().mx()),
                    "--helo",
                    "mallory.example",
                    "--from",
                    "alice@" + SENDER,
                    "--to",
                    "frank@" + RECEIVER));

    assertThat(run.exitStatus()).as(run.printed()).isEqualTo(26); // swaks: refused after DATA
    assertThat(run.printed()).contains("<** 550 5.7.");
    assertThat(domains.receiver().maildir("frank").files()).isEmpty();
  }

  @Test
  void smtpSourceBringsManyMessagesAndEachArrivesOnce() throws Exception {
    int messages = 200;
    var run =
        Program.installed("smtp-source")
            .run(
                LIMIT,
                List.of(
                    "-s",
                    "10",
                    "-m",
                    Integer.toString(messages),
                    "-l",
                    "4096",
                    "-d",
                    "-f",
                    "news@unsigned.example",
                    "-t",
                    "grace@" + RECEIVER,
                    "inet:127.0.0.1:" + domains.receiver().ports().mx()));

    assertThat(run.exitStatus()).as(run.printed()).isZero();
    var delivered = domains.receiver().maildir("grace").await(messages, LIMIT);
    var transactions = new HashSet<String>();
    delivered.forEach(
        message -> transactions.add(message.fields("Received").getFirst().split(" id ", 2)[1]));
    assertThat(delivered).hasSize(messages);
    assertThat(transactions).hasSize(messages);
  }

  @Test
  void dkimpyFindsTheSignatureValid() throws Exception {
    var python = Program.installed("python3");
    var run = swaks("heidi", "--tls", "--port", port(domains.sender().ports().submission()));
    assertThat(run.exitStatus()).as(run.printed()).isZero();
    var message = domains.receiver().maildir("heidi").await(1, LIMIT).getFirst();

    var verdict =
        python.run(
            LIMIT,
            List.of(script("dkim-verify.py").toString(), port(domains.zone().address().getPort())),
            message.octets());

    assertThat(verdict.printed().strip()).isEqualTo("valid");
  }

  private static Run swaks(String recipient, String... connection)
      throws IOException, InterruptedException {
    var arguments =
        new ArrayList<>(
            List.of(
                "--server",
                "127.0.0.1",
                "--helo",
                "laptop." + SENDER,
                "--auth",
                "PLAIN",
                "--auth-user",
                "alice",
                "--auth-password",
                TwoDomains.ALICES_PASSWORD,
                "--from",
                "alice@" + SENDER,
                "--to",
                recipient + "@" + RECEIVER,
                "--data",
                "-"));
    arguments.addAll(List.of(connection));
    var letter = new Letter("alice@" + SENDER, recipient + "@" + RECEIVER, "swaks", "a line");
    return Program.installed("swaks").run(LIMIT, arguments, letter.octets());
  }

  private static void assertDelivered(String localPart) {
    var message = domains.receiver().maildir(localPart).await(1, LIMIT).getFirst();
    assertThat(message.fields("Authentication-Results").getFirst())
        .startsWith("mx." + RECEIVER)
        .contains("dkim=pass");
  }

  private static Path script(String name) {
    return Application.repository().resolve("end-to-end-tests/interop").resolve(name);
  }

  private static String port(int number) {
    return Integer.toString(number);
  }
}
