package org.postseal.ingress.recipients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.postseal.ingress.session.RecipientCheck.Answer;
import org.postseal.smtp.path.Mailbox;

class RememberedRecipientsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Mailbox BOB = Mailbox.parse("bob@example.org").orElseThrow();

  private final List<CompletableFuture<Answer>> questions = new ArrayList<>();
  private final AtomicReference<Instant> clock = new AtomicReference<>(NOON);
  private final RememberedRecipients remembered =
      new RememberedRecipients(
          this::question,
          new RememberedRecipients.Lifetimes(
              Duration.ofHours(2), Duration.ofMinutes(10), Duration.ofSeconds(10)),
          3,
          clock::get);

  private CompletionStage<Answer> question(Mailbox mailbox) {
    var question = new CompletableFuture<Answer>();
    questions.add(question);
    return question;
  }

  private void answered(Mailbox mailbox, Answer answer) {
    var asked = remembered.ask(mailbox);
    questions.getLast().complete(answer);
    assertThat(asked).isCompletedWithValue(answer);
  }

  private void assertLastsFor(Answer answer, Duration lifetime) {
    answered(BOB, answer);
    clock.set(NOON.plus(lifetime).minusMillis(1));
    assertThat(remembered.ask(BOB)).isCompletedWithValue(answer);
    assertThat(questions).hasSize(1);
    clock.set(NOON.plus(lifetime));
    assertThat(remembered.ask(BOB)).isNotCompleted();
    assertThat(questions).hasSize(2);
  }

  @Test
  void whoExistsIsRememberedForLong() {
    assertLastsFor(Answer.EXISTS, Duration.ofHours(2));
  }

  @Test
  void whoDoesNotExistIsRememberedForAWhile() {
    assertLastsFor(Answer.UNKNOWN, Duration.ofMinutes(10));
  }

  @Test
  void aHopThatIsAwayIsLeftAlone() {
    assertLastsFor(Answer.UNDECIDED, Duration.ofSeconds(10));
  }

  @Test
  void oneQuestionServesAllWhoAsk() {
    var first = remembered.ask(BOB);
    var second = remembered.ask(BOB);
    assertThat(questions).hasSize(1);
    questions.getFirst().complete(Answer.EXISTS);
    assertThat(first).isCompletedWithValue(Answer.EXISTS);
    assertThat(second).isCompletedWithValue(Answer.EXISTS);
  }

  @Test
  void aFailureIsNotRemembered() {
    var first = remembered.ask(BOB);
    questions.getFirst().completeExceptionally(new IllegalStateException("test"));
    assertThat(first).isCompletedExceptionally();
    assertThat(remembered.ask(BOB)).isNotDone();
    assertThat(questions).hasSize(2);
  }

  @Test
  void theOneNotAskedForLongestIsForgotten() {
    for (var name : List.of("a", "b", "c")) {
      answered(Mailbox.parse(name + "@example.org").orElseThrow(), Answer.EXISTS);
    }
    assertThat(remembered.ask(Mailbox.parse("a@example.org").orElseThrow())).isCompleted();
    answered(BOB, Answer.EXISTS);
    assertThat(remembered.size()).isEqualTo(3);
    assertThat(remembered.ask(Mailbox.parse("a@example.org").orElseThrow())).isCompleted();
    assertThat(remembered.ask(Mailbox.parse("b@example.org").orElseThrow())).isNotCompleted();
  }
}
