package org.postseal.ingress.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.Replies;
import org.postseal.ingress.session.Verification;
import org.postseal.ingress.session.VerificationOutcome;
import org.postseal.topics.Envelope;
import org.postseal.topics.TransactionId;

/** Long header sections wait for one another, and nobody waits for them. */
class LongHeaderSectionsTest {
  private static final VerificationOutcome REFUSED =
      new VerificationOutcome.Reject(Replies.NO_ANSWER, Findings.of("a verdict"));
  private static final Duration PATIENCE = Duration.ofMillis(250);
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int LONG = 1_000;

  private final ByHand time = new ByHand();
  private final Scripted verifier = new Scripted();
  private final Verification verification =
      new LongHeaderSections(
          verifier, new LongHeaderSections.Rules(LONG, PATIENCE, DEADLINE), time);

  @Test
  void oneAfterTheOther() {
    var first = ask("192.0.2.1", LONG);
    var second = ask("192.0.2.1", LONG);
    assertThat(verifier.asked).containsExactly("192.0.2.1");
    verifier.answerNext();
    assertThat(first).isCompletedWithValue(REFUSED);
    time.passes(Duration.ZERO);
    assertThat(verifier.asked).hasSize(2);
    assertThat(second).isNotDone();
  }

  @Test
  void othersDoNotWait() {
    send("192.0.2.1", LONG);
    send("192.0.2.1", 100 * LONG);
    assertThat(ask("192.0.2.1", LONG - 1)).isNotDone();
    assertThat(verifier.asked).hasSize(2);
  }

  @Test
  void theyHaveHalfOfTheTime() {
    send("192.0.2.1", LONG);
    send("192.0.2.1", LONG);
    time.passes(Duration.ofMillis(40));
    verifier.answerNext();
    time.passes(Duration.ofMillis(39));
    assertThat(verifier.asked).hasSize(1);
    time.passes(Duration.ofMillis(1));
    assertThat(verifier.asked).hasSize(2);
  }

  /** One that waits for the DNS computes nothing. */
  @Test
  void whatTakesLongIsNotWaitedForToItsEnd() {
    var first = ask("192.0.2.1", LONG);
    send("192.0.2.1", LONG);
    send("192.0.2.1", LONG);
    time.passes(PATIENCE);
    assertThat(verifier.asked).hasSize(2);
    verifier.answerNext();
    assertThat(first).isCompletedWithValue(REFUSED);
    time.passes(PATIENCE.minusMillis(1));
    assertThat(verifier.asked).as("a turn that is over ends no other").hasSize(2);
    time.passes(Duration.ofMillis(1));
    assertThat(verifier.asked).hasSize(3);
  }

  @Test
  void networksTakeTurns() {
    for (int i = 0; i < 3; i++) {
      send("192.0.2.1", LONG);
      send("192.0.2.2", LONG);
    }
    send("198.51.100.1", LONG);
    for (int i = 0; i < 2; i++) {
      verifier.answerNext();
      time.passes(Duration.ZERO);
    }
    assertThat(verifier.asked).hasSize(3).last().isEqualTo("198.51.100.1");
  }

  @Test
  void whoWaitsTooLongIsToldToComeAgain() {
    for (int i = 0; i < 100; i++) {
      send("192.0.2.1", LONG);
    }
    var last = ask("192.0.2.1", LONG);
    time.passes(DEADLINE);
    assertThat(last)
        .isCompletedWithValueMatching(
            outcome ->
                outcome instanceof VerificationOutcome.Defer defer
                    && defer.reply().equals(Replies.NO_ANSWER));
    int asked = verifier.asked.size();
    time.passes(DEADLINE);
    assertThat(verifier.asked).as("who was given up is not asked about").hasSize(asked);
  }

  @Test
  void aFailureIsPassedOnAndTheNextBegins() {
    var first = ask("192.0.2.1", LONG);
    send("192.0.2.1", LONG);
    verifier.answers.removeFirst().completeExceptionally(new IllegalStateException("away"));
    time.passes(Duration.ZERO);
    assertThat(first).isCompletedExceptionally();
    assertThat(verifier.asked).hasSize(2);
  }

  private void send(String address, int octets) {
    var _ = ask(address, octets);
  }

  private CompletableFuture<VerificationOutcome> ask(String address, int octets) {
    return verification
        .ask(
            new MailTransaction(
                TransactionId.next(Instant.EPOCH),
                new Envelope(
                    "alice@sender.example",
                    List.of("bob@receiver.example"),
                    new Envelope.Client(address, "mx.sender.example", Optional.empty(), "mx"),
                    Optional.empty(),
                    "8BITMIME",
                    false,
                    Instant.EPOCH),
                List.of()),
            new DigestedMessage(new byte[octets], List.of(), List.of(), 0, Optional.empty()))
        .toCompletableFuture();
  }

  /** Answers when it is told to. */
  private static final class Scripted implements Verification {
    private final List<String> asked = new ArrayList<>();
    private final List<CompletableFuture<VerificationOutcome>> answers = new ArrayList<>();

    @Override
    public CompletionStage<VerificationOutcome> ask(
        MailTransaction transaction, DigestedMessage message) {
      asked.add(transaction.envelope().client().address());
      answers.add(new CompletableFuture<>());
      return answers.getLast();
    }

    private void answerNext() {
      answers.removeFirst().complete(REFUSED);
    }
  }

  /** Goes on when it is told to. */
  private static final class ByHand implements LongHeaderSections.Time {
    private record Task(long due, Runnable task) {}

    private final List<Task> tasks = new ArrayList<>();
    private long now;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void after(long nanos, Runnable task) {
      tasks.add(new Task(now + nanos, task));
    }

    private void passes(Duration duration) {
      long end = now + duration.toNanos();
      while (true) {
        var next =
            tasks.stream().filter(t -> t.due() <= end).min(Comparator.comparingLong(Task::due));
        if (next.isEmpty()) {
          break;
        }
        tasks.remove(next.get());
        now = Math.max(now, next.get().due());
        next.get().task().run();
      }
      now = end;
    }
  }
}
