package org.postseal.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.ingress.session.VerificationOutcome;
import org.postseal.smtp.reply.Reply;

/** Every transaction that comes to its content has one span, however it ends. */
class TransactionWatchTest {
  @TempDir private Path directory;
  private Edge edge;
  private Client client;

  @BeforeEach
  void begin() {
    edge = new Edge(directory, Wishes.usual());
    client = new Client(edge.port(Listener.MX));
    client.reply();
    client.command("EHLO mx.sender.example");
  }

  @AfterEach
  void end() {
    client.close();
    edge.close();
  }

  @Test
  void oneThatIsAccepted() {
    data();
    client.send("Subject: a secret\r\n\r\nwords\r\n.\r\n");
    assertThat(client.reply()).startsWith("250 ");

    var span = ended(1);
    var id = edge.ports.stored.getFirst().transaction().id().value();
    assertThat(span.getName()).isEqualTo("smtp transaction");
    assertThat(text(span, "postseal.transaction")).isEqualTo(id);
    assertThat(text(span, "postseal.listener")).isEqualTo("mx");
    assertThat(text(span, "postseal.outcome")).isEqualTo("accepted");
    assertThat(text(span, "postseal.reply.enhanced_status")).isEqualTo("2.0.0");
    assertThat(span.getAttributes().get(AttributeKey.longKey("postseal.size"))).isEqualTo(28);
    assertThat(span.getEvents()).extracting(e -> e.getName()).containsExactly("content received");
    assertThat(span.getAttributes().toString())
        .doesNotContain("secret", "words", "@", "127.0.0.1", "sender.example");
  }

  @Test
  void oneThatIsRejected() {
    edge.ports.verdict =
        () ->
            CompletableFuture.completedStage(
                new VerificationOutcome.Reject(
                    Reply.of(550, "5.7.1", "no"), Findings.of("blocklist")));
    data();
    client.send("Subject: x\r\n\r\n.\r\n");
    assertThat(client.reply()).startsWith("550 ");
    assertThat(text(ended(1), "postseal.outcome")).isEqualTo("rejected");
    assertThat(text(ended(1), "postseal.rule")).isEqualTo("blocklist");
  }

  @Test
  void oneWhoseClientGoesAwayWhileItsContentComes() {
    data();
    client.send("Subject: never ends\r\n");
    client.close();
    assertThat(text(ended(1), "postseal.outcome")).isEqualTo("abandoned");
  }

  @Test
  void oneWhoseClientGoesAwayWhileItIsDecided() {
    edge.ports.verdict = CompletableFuture::new;
    data();
    client.send("Subject: x\r\n\r\n.\r\n");
    until(() -> edge.ports.questions.size() == 1);
    client.close();
    assertThat(text(ended(1), "postseal.outcome")).isEqualTo("abandoned");
    assertThat(text(ended(1), "postseal.rule")).isEqualTo("client-gone");
    assertThat(edge.ports.events)
        .hasSize(2)
        .last()
        .isInstanceOfSatisfying(
            TransactionEvent.Abandoned.class,
            abandoned ->
                assertThat(abandoned.transaction())
                    .isEqualTo(edge.ports.questions.getFirst().transaction()));
  }

  @Test
  void oneWhoseContentIsRefusedAsItComes() {
    data();
    client.send("Subject: x\r\n\r\na line\nand another\r\n.\r\n");
    assertThat(client.reply()).startsWith("550 ");
    assertThat(text(ended(1), "postseal.outcome")).isEqualTo("rejected");
    assertThat(edge.ports.events)
        .singleElement()
        .isInstanceOfSatisfying(
            TransactionEvent.Rejected.class,
            rejected -> {
              assertThat(rejected.findings().rule()).isEqualTo("bare-lf");
              assertThat(rejected.transaction().envelope().reversePath())
                  .isEqualTo("alice@sender.example");
              assertThat(rejected.transaction().envelope().receivedAt()).isEqualTo(Edge.NOW);
            });
  }

  @Test
  void oneWhoseChunksAreTooMuchTogether() {
    client.command("MAIL FROM:<alice@sender.example>");
    client.command("RCPT TO:<bob@example.net>");
    client.send("BDAT 6000\r\n" + "a line..\r\n".repeat(600));
    assertThat(client.reply()).startsWith("250 ");
    client.send("BDAT 6000 LAST\r\n" + "a line..\r\n".repeat(600));
    assertThat(client.reply()).startsWith("552 5.3.4 ");
    assertThat(edge.ports.events)
        .singleElement()
        .isInstanceOfSatisfying(
            TransactionEvent.Rejected.class,
            rejected -> assertThat(rejected.findings().rule()).isEqualTo("too-large"));
    assertThat(client.command("NOOP")).startsWith("250 ");
  }

  @Test
  void oneThatIsDecidedWhenTheServerHasNoPatienceLeft() {
    edge.ports.verdict = CompletableFuture::new;
    data();
    client.send("Subject: x\r\n\r\n.\r\n");
    until(() -> edge.ports.questions.size() == 1);
    Edge.await(edge.server.stop(Duration.ofMillis(50)));
    assertThat(text(ended(1), "postseal.rule")).isEqualTo("closing");
    assertThat(edge.ports.events.getLast()).isInstanceOf(TransactionEvent.Abandoned.class);
  }

  @Test
  void eachOfSeveralInOneSession() {
    for (int i = 1; i <= 3; i++) {
      data();
      client.send("Subject: x\r\n\r\n.\r\n");
      assertThat(client.reply()).startsWith("250 ");
      ended(i);
    }
    assertThat(edge.ports.ended.getFinishedSpanItems())
        .extracting(SpanData::getTraceId)
        .doesNotHaveDuplicates();
  }

  @Test
  void noneIsBegunForOneThatNeverComesToItsContent() {
    client.command("MAIL FROM:<alice@sender.example>");
    client.command("RSET");
    assertThat(client.command("QUIT")).startsWith("221 ");
    assertThat(edge.ports.spans.count()).isZero();
    assertThat(edge.ports.ended.getFinishedSpanItems()).isEmpty();
  }

  private void data() {
    client.command("MAIL FROM:<alice@sender.example>");
    client.command("RCPT TO:<bob@example.net>");
    assertThat(client.command("DATA")).startsWith("354 ");
  }

  /** The last of so many spans, after which none is open. */
  private SpanData ended(int count) {
    until(() -> edge.ports.ended.getFinishedSpanItems().size() == count);
    until(() -> edge.ports.spans.count() == 0);
    return edge.ports.ended.getFinishedSpanItems().getLast();
  }

  private static String text(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  private static void until(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
