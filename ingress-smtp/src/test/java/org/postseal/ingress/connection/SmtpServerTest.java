package org.postseal.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.StoreOutcome;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.ingress.session.VerificationOutcome;

/** What transcripts cannot show: several clients, silence, memory, the end. */
class SmtpServerTest {
  @TempDir private Path directory;

  @Test
  void severalLoopsShareEveryPort() {
    try (var edge = edge(Wishes.usual().loops(3))) {
      for (var listener : Listener.values()) {
        for (int i = 0; i < 6; i++) {
          try (var client = new Client(edge.port(listener))) {
            if (listener == Listener.SUBMISSIONS) {
              client.startTls();
            }
            assertThat(client.reply()).startsWith("220 ");
            assertThat(client.command("QUIT")).startsWith("221 ");
            assertThat(client.line()).isEqualTo("closed");
          }
        }
      }
    }
  }

  @Test
  void refusesOneConnectionTooMany() {
    try (var edge = edge(Wishes.usual().connections(1));
        var first = new Client(edge.port(Listener.MX))) {
      assertThat(first.reply()).startsWith("220 ");
      try (var second = new Client(edge.port(Listener.MX))) {
        assertThat(second.reply()).startsWith("421 4.7.0 ");
        assertThat(second.line()).isEqualTo("closed");
        assertThat(
                edge.meters
                    .get("postseal_ingress_replies")
                    .tags("listener", "mx", "code", "421", "status", "4.7.0")
                    .counter()
                    .count())
            .isEqualTo(1);
      }
      assertThat(first.command("QUIT")).startsWith("221 ");
      assertThat(first.line()).isEqualTo("closed");
      until(() -> edge.server.openSessions() == 0);
      try (var third = new Client(edge.port(Listener.MX))) {
        assertThat(third.reply()).startsWith("220 ");
      }
    }
  }

  @Test
  void endsASilentSession() {
    try (var edge = edge(Wishes.usual().silence(Duration.ofMillis(300)));
        var idle = greeted(edge);
        var sending = greeted(edge)) {
      begin(sending);
      sending.send("Subject: never ends\r\n");
      assertThat(idle.reply()).isEqualTo("421 4.4.2 Timeout, closing connection");
      assertThat(idle.line()).isEqualTo("closed");
      assertThat(sending.reply()).isEqualTo("421 4.4.2 Timeout, closing connection");
      until(() -> edge.budget.used() == 0);
    }
  }

  @Test
  void takesAMessageOctetByOctet() {
    try (var edge = edge(Wishes.usual());
        var client = greeted(edge)) {
      begin(client);
      "Subject: slow\r\n\r\n..\r\n.\r\n".chars().forEach(c -> client.send("" + (char) c));
      assertThat(client.reply()).startsWith("250 ");
      assertThat(edge.ports.stored.getFirst().message()).endsWith("Subject: slow\r\n\r\n.\r\n");
      until(() -> edge.budget.used() == 0);
    }
  }

  @Test
  void theYoungestGivesWayWhenMemoryIsShort() {
    try (var edge = edge(Wishes.usual().budget(5_000_000).size(3_000_000));
        var older = greeted(edge);
        var younger = greeted(edge)) {
      begin(older);
      begin(younger);
      younger.send("Subject: younger\r\n\r\n" + lines(300_000));
      older.send("Subject: older\r\n\r\n" + lines(2_200_000) + ".\r\n");
      assertThat(older.reply()).startsWith("250 ");
      younger.send(lines(10_000) + ".\r\n");
      assertThat(younger.reply()).startsWith("452 4.3.1 ");
      until(() -> edge.budget.used() == 0);
      begin(younger);
      younger.send("Subject: younger\r\n\r\n" + lines(300_000) + ".\r\n");
      assertThat(younger.reply()).startsWith("250 ");
      assertThat(edge.ports.stored).hasSize(2);
    }
  }

  @Test
  void letsNobodyInWhenTheDeclaredSizeDoesNotFit() {
    try (var edge = edge(Wishes.usual().budget(1_000_000).size(2_000_000));
        var client = greeted(edge)) {
      assertThat(client.command("MAIL FROM:<a@example.com> SIZE=1000000")).startsWith("250 ");
      assertThat(client.command("RCPT TO:<b@example.net>")).startsWith("250 ");
      assertThat(client.command("DATA")).startsWith("452 4.3.1 ");
      begin(client);
      client.send(".\r\n");
      assertThat(client.reply()).startsWith("250 ");
    }
  }

  @Test
  void aClientThatLeavesBeforeTheAnswerLeavesNothing() {
    try (var edge = edge(Wishes.usual())) {
      var answer = new CompletableFuture<VerificationOutcome>();
      edge.ports.verdict = () -> answer;
      try (var client = greeted(edge)) {
        begin(client);
        client.send("Subject: left\r\n\r\n.\r\n");
        until(() -> !edge.ports.questions.isEmpty());
      }
      until(() -> edge.budget.used() == 0);
      answer.complete(FakePorts.accept());
      try (var next = greeted(edge)) {
        assertThat(next.command("NOOP")).startsWith("250 ");
      }
      assertThat(edge.ports.stored).isEmpty();
    }
  }

  @Test
  void aClientThatLeavesDuringTheWriteMayHaveDeliveredItsMessage() {
    try (var edge = edge(Wishes.usual())) {
      var written = new CompletableFuture<StoreOutcome>();
      edge.ports.write = () -> written;
      try (var client = greeted(edge)) {
        begin(client);
        client.send("Subject: left\r\n\r\n.\r\n");
        until(() -> !edge.ports.stored.isEmpty());
      }
      until(() -> edge.server.openSessions() == 0);
      assertThat(edge.budget.used()).isPositive();
      written.complete(new StoreOutcome.Stored());
      until(() -> edge.budget.used() == 0);
      assertThat(edge.ports.events.getLast()).isInstanceOf(TransactionEvent.Accepted.class);
    }
  }

  @Test
  void drainsBeforeItStops() throws Exception {
    try (var edge = edge(Wishes.usual());
        var idle = greeted(edge);
        var busy = greeted(edge)) {
      begin(busy);
      var stopped = edge.server.stop(Duration.ofSeconds(10));
      assertThat(idle.reply()).isEqualTo("421 4.3.2 Service shutting down");
      assertThat(idle.line()).isEqualTo("closed");
      try (var late = new Client(edge.port(Listener.MX))) {
        assertThat(late.reply()).isEqualTo("421 4.3.2 Service shutting down");
      }
      assertThat(stopped.isComplete()).isFalse();
      busy.send("Subject: the last\r\n\r\n.\r\n");
      assertThat(busy.reply()).startsWith("250 2.0.0 Ok: stored as ");
      assertThat(busy.reply()).isEqualTo("421 4.3.2 Service shutting down");
      assertThat(busy.line()).isEqualTo("closed");
      Edge.await(stopped);
      assertThat(edge.ports.stored).hasSize(1);
    }
  }

  @Test
  void doesNotWaitForEverWhenItStops() {
    try (var edge = edge(Wishes.usual());
        var stuck = greeted(edge)) {
      begin(stuck);
      Edge.await(edge.server.stop(Duration.ofMillis(200)));
      assertThat(stuck.reply()).isEqualTo("421 4.3.2 Service shutting down");
      assertThat(stuck.line()).isEqualTo("closed");
    }
  }

  @Test
  void storesEveryMessageOfManyClientsOnce() throws Exception {
    try (var edge = edge(Wishes.usual().loops(2));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var clients = new ArrayList<Future<Integer>>();
      for (int c = 0; c < 20; c++) {
        int number = c;
        clients.add(threads.submit(() -> deliver(edge, number)));
      }
      for (var client : clients) {
        assertThat(client.get()).isEqualTo(25);
      }
      assertThat(edge.ports.stored).hasSize(500);
      assertThat(edge.ports.stored.stream().map(s -> s.transaction().id()).distinct()).hasSize(500);
      assertThat(
              edge.ports.stored.stream()
                  .map(s -> s.message().substring(s.message().indexOf("Subject: ")))
                  .distinct())
          .hasSize(500);
      until(() -> edge.budget.used() == 0);
      var octets = edge.meters.counter("postseal_ingress_content_octets", "listener", "mx");
      assertThat(octets.count()).isPositive();
      var replies =
          edge.meters.counter(
              "postseal_ingress_replies",
              "listener",
              "mx",
              "class",
              "2xx",
              "code",
              "250",
              "status",
              "2.1.5");
      assertThat(replies.count()).isEqualTo(500);
      var answers =
          edge.meters.timer(
              "postseal_ingress_answer_seconds", "listener", "mx", "outcome", "accepted");
      assertThat(answers.count()).isEqualTo(500);
      var fates =
          edge.meters.counter(
              "postseal_ingress_transactions",
              "listener",
              "mx",
              "outcome",
              "accepted",
              "rule",
              "accept");
      assertThat(fates.count()).isEqualTo(500);
      assertThat(edge.meters.timer("postseal_ingress_content_seconds", "listener", "mx").count())
          .isEqualTo(500);
    }
  }

  @Test
  void waitsForAClientThatDoesNotReadItsReplies() throws Exception {
    int commands = 300_000;
    try (var edge = edge(Wishes.usual().with("idle", commands + 1));
        var client = greeted(edge);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sent = threads.submit(() -> client.send("NOOP\r\n".repeat(commands)));
      for (int i = 0; i < commands; i++) {
        assertThat(client.lineIs("250 2.0.0 Ok")).isTrue();
      }
      assertThat(sent.get()).isNull();
    }
  }

  private static int deliver(Edge edge, int number) {
    int accepted = 0;
    try (var client = greeted(edge)) {
      for (int i = 0; i < 25; i++) {
        begin(client);
        client.send("Subject: %d of %d\r\n\r\n%s.\r\n".formatted(i, number, lines(3000)));
        accepted += client.reply().startsWith("250 ") ? 1 : 0;
      }
    }
    return accepted;
  }

  private Edge edge(Wishes wishes) {
    return new Edge(directory, wishes);
  }

  private static Client greeted(Edge edge) {
    var client = new Client(edge.port(Listener.MX));
    assertThat(client.reply()).startsWith("220 ");
    assertThat(client.command("EHLO client.example")).startsWith("250 ");
    return client;
  }

  private static void begin(Client client) {
    for (var command : List.of("MAIL FROM:<a@example.com>", "RCPT TO:<b@example.net>")) {
      assertThat(client.command(command)).startsWith("250 ");
    }
    assertThat(client.command("DATA")).startsWith("354 ");
  }

  private static String lines(int octets) {
    return ("x".repeat(78) + "\r\n").repeat(octets / 80);
  }

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
