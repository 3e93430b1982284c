package org.postseal.ingress.recipients;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postseal.ingress.session.RecipientCheck;
import org.postseal.smtp.path.Mailbox;

/**
 * Remembers for a while what was answered, of so many mailboxes; the one that was not asked for
 * longest goes first. Who asks while the same question is open gets its answer. Safe for several
 * threads.
 */
public final class RememberedRecipients implements RecipientCheck {
  private final Function<Mailbox, CompletionStage<Answer>> asked;
  private final Lifetimes lifetimes;
  private final int mailboxes;
  private final InstantSource clock;
  private final LinkedHashMap<String, Known> known = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, CompletableFuture<Answer>> open = new HashMap<>();

  private record Known(Answer answer, Instant until) {}

  /** How long each answer is good for. */
  public record Lifetimes(Duration exists, Duration unknown, Duration undecided) {
    Duration of(Answer answer) {
      return switch (answer) {
        case EXISTS -> exists;
        case UNKNOWN -> unknown;
        case UNDECIDED -> undecided;
      };
    }
  }

  /**
   * @param asked asked for what is not known
   * @param mailboxes how many are remembered
   */
  public RememberedRecipients(
      Function<Mailbox, CompletionStage<Answer>> asked,
      Lifetimes lifetimes,
      int mailboxes,
      InstantSource clock) {
    this.asked = asked;
    this.lifetimes = lifetimes;
    this.mailboxes = mailboxes;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Answer> ask(Mailbox mailbox) {
    var key = mailbox.toString();
    CompletableFuture<Answer> mine;
    synchronized (this) {
      var found = known.get(key);
      if (found != null && clock.instant().isBefore(found.until())) {
        return CompletableFuture.completedStage(found.answer());
      }
      var theirs = open.get(key);
      if (theirs != null) {
        return theirs;
      }
      mine = new CompletableFuture<>();
      open.put(key, mine);
    }
    begin(mailbox).whenComplete((answer, failure) -> answered(key, mine, answer, failure));
    return mine;
  }

  private CompletionStage<Answer> begin(Mailbox mailbox) {
    try {
      return asked.apply(mailbox);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void answered(
      String key,
      CompletableFuture<Answer> question,
      @Nullable Answer answer,
      @Nullable Throwable failure) {
    synchronized (this) {
      open.remove(key);
      if (answer != null) {
        known.put(key, new Known(answer, clock.instant().plus(lifetimes.of(answer))));
        if (known.size() > mailboxes) {
          known.pollFirstEntry();
        }
      }
    }
    if (answer != null) {
      question.complete(answer);
    } else {
      question.completeExceptionally(
          failure == null ? new IllegalStateException("no answer") : failure);
    }
  }

  /** How many mailboxes are remembered now. */
  public synchronized int size() {
    return known.size();
  }
}
