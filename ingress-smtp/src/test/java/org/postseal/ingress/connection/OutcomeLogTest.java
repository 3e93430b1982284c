package org.postseal.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.ingress.watch.OutcomeLog;
import org.postseal.observation.LoggedAddresses;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.Envelope;
import org.postseal.topics.TransactionId;

class OutcomeLogTest {
  private static final Logger CATEGORY = Logger.getLogger("org.postseal.ingress.transactions");
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final MailTransaction TRANSACTION =
      new MailTransaction(
          TransactionId.next(NOW),
          new Envelope(
              "alice@sender.example",
              List.of("bob@receiver.example", "carol@receiver.example"),
              new Envelope.Client(
                  "192.0.2.1", "laptop.sender.example", Optional.of("TLSv1.3"), "submissions"),
              Optional.of("alice"),
              "8BITMIME",
              false,
              NOW),
          List.of("alice@sender.example"));
  private static final OutcomeLog.Course COURSE =
      new OutcomeLog.Course(
          Listener.SUBMISSIONS, 12, 34, Optional.of("0af7651916cd43dd8448eb211c80319c"));

  @TempDir private Path directory;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Handler handler = new Lines();

  private final class Lines extends Handler {
    @Override
    public void publish(LogRecord record) {
      lines.add(record.getLevel() + " " + record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    CATEGORY.addHandler(handler);
  }

  @AfterEach
  void stop() {
    CATEGORY.removeHandler(handler);
    CATEGORY.setLevel(null);
  }

  @Test
  void aLineForEachTransactionAndNothingOfItsContent() throws Exception {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = new Client(edge.port(Listener.MX))) {
      client.reply();
      client.command("EHLO mx.sender.example");
      for (int i = 0; i < 2; i++) {
        client.command("MAIL FROM:<alice@sender.example>");
        client.command("RCPT TO:<bob@example.net>");
        client.command("DATA");
        client.send("Subject: a secret\r\n\r\nsecret words\r\n.\r\n");
        assertThat(client.reply()).startsWith("250 ");
        assertThat(lines.poll(10, TimeUnit.SECONDS))
            .startsWith("INFO transaction=" + edge.ports.stored.get(i).transaction().id().value())
            .contains(" listener=mx outcome=accepted rule=", " reply=250 status=2.0.0 size=35 ")
            .contains(" content_ms=", " answer_ms=", " recipients=1 client=127.0.0.1 ")
            .contains(" helo=mx.sender.example from=alice@sender.example")
            .containsPattern(" trace=[0-9a-f]{32} ")
            .doesNotContain("secret", "words");
      }
      client.command("MAIL FROM:<alice@sender.example>");
      client.command("RCPT TO:<bob@example.net>");
      client.command("DATA");
    }
    assertThat(lines.poll(10, TimeUnit.SECONDS)).endsWith(" listener=mx outcome=abandoned");
    assertThat(lines).isEmpty();
  }

  @Test
  void everyOutcomeHasItsWord() {
    var log = new OutcomeLog(LoggedAddresses.SHOWN, new SimpleMeterRegistry());
    for (var destination : MessageStore.Destination.values()) {
      assertThat(
              log.line(
                      new TransactionEvent.Accepted(
                          TRANSACTION,
                          5,
                          destination,
                          Findings.of("signed"),
                          Reply.of(250, "2.0.0", "Ok")),
                      COURSE)
                  .toString())
          .contains(" outcome=" + destination.outcome() + " rule=signed reply=250");
    }
    assertThat(log.line(rejected(), COURSE))
        .hasToString(
            "transaction="
                + TRANSACTION.id().value()
                + " listener=submissions outcome=rejected rule=signing-policy reply=550"
                + " status=5.7.20 content_ms=12 answer_ms=34"
                + " trace=0af7651916cd43dd8448eb211c80319c tls=TLSv1.3 account=alice"
                + " recipients=2 client=192.0.2.1 helo=laptop.sender.example"
                + " from=alice@sender.example");
  }

  @Test
  void whereAddressesAreRedactedNoLineSaysWho() {
    var log = new OutcomeLog(LoggedAddresses.REDACTED, new SimpleMeterRegistry());
    assertThat(log.line(rejected(), COURSE).toString())
        .contains("outcome=rejected", "recipients=2")
        .doesNotContain("alice", "192.0.2.1", "laptop", "bob", "@");
    assertThat(log.addresses().of("192.0.2.1")).isEqualTo("(redacted)");
  }

  @Test
  void whoWantsNoLinesGetsNone() throws Exception {
    CATEGORY.setLevel(Level.OFF);
    try (var log = new OutcomeLog(LoggedAddresses.SHOWN, new SimpleMeterRegistry())) {
      log.cameTo(rejected(), COURSE);
      log.abandoned(TRANSACTION.id(), Listener.MX);
    }
    assertThat(lines).isEmpty();
  }

  private static TransactionEvent rejected() {
    return new TransactionEvent.Rejected(
        TRANSACTION, Findings.of("signing-policy"), Reply.of(550, "5.7.20", "no, alice@a.example"));
  }
}
