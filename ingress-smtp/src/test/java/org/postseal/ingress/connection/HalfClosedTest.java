package org.postseal.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.StoreOutcome;
import org.postseal.ingress.session.VerificationOutcome;

/**
 * Clients that close their sending side while we have still to answer: whoever has said QUIT waits
 * for the replies, anybody else is gone.
 */
class HalfClosedTest {
  private static final String MESSAGE = "Subject: the last\r\n\r\nbody\r\n.\r\n";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"QUIT\r\n", "quit\r\n", "QUIT \r\n", "NOOP\r\nQUIT\r\n", "RSET\r\nQUIT\r\n"})
  void whoeverSaidQuitReadsWhatBecameOfTheMessage(String behind) {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = greeted(edge)) {
      var verdict = decidingLater(edge);
      begin(client);
      client.send(MESSAGE + behind);
      client.endOutput();
      acceptedAndDismissed(edge, client, verdict);
    }
  }

  @Test
  void quitMayComeWhileWeDecide() {
    leavesInTheMiddle(
        client -> {
          client.send("QU");
          LockSupport.parkNanos(20_000_000);
          client.send("IT\r\n");
          LockSupport.parkNanos(20_000_000);
          client.endOutput();
        });
  }

  @Test
  void andWhatComesBesideItIsStillRead() {
    leavesInTheMiddle(
        client -> {
          client.send("NOOP\r\n".repeat(20));
          client.send("QUIT\r\n");
          client.endOutput();
        },
        20);
  }

  private void leavesInTheMiddle(Consumer<Client> leave) {
    leavesInTheMiddle(leave, 0);
  }

  private void leavesInTheMiddle(Consumer<Client> leave, int replies) {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = greeted(edge)) {
      var verdict = decidingLater(edge);
      begin(client);
      client.send(MESSAGE);
      until(() -> !edge.ports.questions.isEmpty());
      leave.accept(client);
      LockSupport.parkNanos(100_000_000);
      verdict.complete(FakePorts.accept());
      assertThat(client.reply()).startsWith("250 2.0.0 Ok: stored as ");
      for (int i = 0; i < replies; i++) {
        assertThat(client.reply()).startsWith("250 2.0.0 ");
      }
      assertThat(client.reply()).startsWith("221 2.0.0 ");
      assertThat(client.line()).isEqualTo("closed");
      until(() -> edge.server.openSessions() == 0);
      assertThat(edge.ports.stored).hasSize(1);
    }
  }

  @Test
  void theWholeSessionMayComeInOnePiece() {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = greeted(edge)) {
      var verdict = decidingLater(edge);
      client.send(
          """
          MAIL FROM:<a@example.com>
          RCPT TO:<bob@asked.example>
          BDAT 14 LAST
          Subject: x

          QUIT
          """
              .replace("\n", "\r\n"));
      client.endOutput();
      assertThat(client.reply()).startsWith("250 ");
      assertThat(client.reply()).startsWith("250 ");
      acceptedAndDismissed(edge, client, verdict);
    }
  }

  @Test
  void insideOfTlsToo() {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = new Client(edge.port(Listener.MX))) {
      assertThat(client.reply()).startsWith("220 ");
      assertThat(client.command("EHLO client.example.com")).startsWith("250 ");
      assertThat(client.command("STARTTLS")).startsWith("220 ");
      client.startTls();
      assertThat(client.command("EHLO client.example.com")).startsWith("250 ");
      var verdict = decidingLater(edge);
      begin(client);
      client.send(MESSAGE + "QUIT\r\n");
      client.endOutput();
      acceptedAndDismissed(edge, client, verdict);
    }
  }

  @Test
  void whoeverClosedDuringTheWriteReadsItsEnd() {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = greeted(edge)) {
      var written = new CompletableFuture<StoreOutcome>();
      edge.ports.write = () -> written;
      begin(client);
      client.send(MESSAGE + "QUIT\r\n");
      until(() -> !edge.ports.stored.isEmpty());
      client.endOutput();
      LockSupport.parkNanos(100_000_000);
      written.complete(new StoreOutcome.Stored());
      assertThat(client.reply()).startsWith("250 2.0.0 Ok: stored as ");
      assertThat(client.reply()).startsWith("221 2.0.0 ");
      assertThat(client.line()).isEqualTo("closed");
      until(() -> edge.server.openSessions() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "QUIT", "NOOP\r\n", "QUIT\r\nNOOP\r\n", "XQUIT\r\n"})
  void anybodyElseHasLeftNothing(String behind) {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = greeted(edge)) {
      var verdict = decidingLater(edge);
      begin(client);
      client.send(MESSAGE + behind);
      until(() -> !edge.ports.questions.isEmpty());
      client.endOutput();
      assertThat(client.line()).isEqualTo("closed");
      until(() -> edge.server.openSessions() == 0 && edge.budget.used() == 0);
      verdict.complete(FakePorts.accept());
      try (var next = greeted(edge)) {
        assertThat(next.command("NOOP")).startsWith("250 ");
      }
      assertThat(edge.ports.stored).isEmpty();
    }
  }

  @Test
  void aLineOfContentIsNoQuit() {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = greeted(edge)) {
      begin(client);
      client.send("Subject: cut off\r\n\r\nQUIT\r\n");
      client.endOutput();
      assertThat(client.line()).isEqualTo("closed");
      until(() -> edge.server.openSessions() == 0 && edge.budget.used() == 0);
      assertThat(edge.ports.questions).isEmpty();
    }
  }

  private static CompletableFuture<VerificationOutcome> decidingLater(Edge edge) {
    var verdict = new CompletableFuture<VerificationOutcome>();
    edge.ports.verdict = () -> verdict;
    return verdict;
  }

  private static void acceptedAndDismissed(
      Edge edge, Client client, CompletableFuture<VerificationOutcome> verdict) {
    until(() -> !edge.ports.questions.isEmpty());
    LockSupport.parkNanos(100_000_000);
    verdict.complete(FakePorts.accept());
    assertThat(client.reply()).startsWith("250 2.0.0 Ok: stored as ");
    var last = client.reply();
    while (last.startsWith("250 2.0.0 ")) {
      last = client.reply();
    }
    assertThat(last).startsWith("221 2.0.0 ");
    assertThat(client.line()).isEqualTo("closed");
    until(() -> edge.server.openSessions() == 0 && edge.budget.used() == 0);
    assertThat(edge.ports.stored).hasSize(1);
  }

  private static Client greeted(Edge edge) {
    var client = new Client(edge.port(Listener.MX));
    assertThat(client.reply()).startsWith("220 ");
    assertThat(client.command("EHLO client.example.com")).startsWith("250 ");
    return client;
  }

  private static void begin(Client client) {
    assertThat(client.command("MAIL FROM:<a@example.com>")).startsWith("250 ");
    assertThat(client.command("RCPT TO:<b@example.net>")).startsWith("250 ");
    assertThat(client.command("DATA")).startsWith("354 ");
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
