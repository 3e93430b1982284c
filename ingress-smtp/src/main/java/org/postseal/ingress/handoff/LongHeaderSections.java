package org.postseal.ingress.handoff;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.Replies;
import org.postseal.ingress.session.Verification;
import org.postseal.ingress.session.VerificationOutcome;
import org.postseal.topics.TransactionId;

/**
 * Has messages with a long header section decided one after the other, for what one of them costs
 * grows with it: whoever sends many at once waits for himself, and other mail for at most one of
 * them. After each there is a pause as long as it took, so that they have half of the time at most.
 *
 * <p>Networks of clients take turns. One that waits for the DNS costs nothing while it does, so
 * none is waited for longer than {@link Rules#patience}.
 */
final class LongHeaderSections implements Verification {
  private final Verification asked;
  private final Rules rules;
  private final Time time;
  private final Map<ClientNetwork, ArrayDeque<Waiting>> queues = new LinkedHashMap<>();
  private boolean busy;

  /**
   * How they are treated.
   *
   * @param octets of a header section that is long
   * @param patience until the next one begins, whatever became of the one before
   * @param deadline until one that has not begun is given up
   */
  record Rules(long octets, Duration patience, Duration deadline) {}

  /** A clock that rings. */
  interface Time {
    /** For differences only. */
    long nanos();

    /** Runs the task so much later, on any thread. */
    void after(long nanos, Runnable task);
  }

  private record Waiting(
      MailTransaction transaction,
      DigestedMessage message,
      CompletableFuture<VerificationOutcome> outcome) {}

  LongHeaderSections(Verification asked, Rules rules, Time time) {
    this.asked = asked;
    this.rules = rules;
    this.time = time;
  }

  @Override
  public CompletionStage<VerificationOutcome> ask(
      MailTransaction transaction, DigestedMessage message) {
    if (message.headerSection().length < rules.octets()) {
      return asked.ask(transaction, message);
    }
    var outcome = new CompletableFuture<VerificationOutcome>();
    var waiting = new Waiting(transaction, message, outcome);
    var id = transaction.id();
    var network = ClientNetwork.of(transaction);
    synchronized (this) {
      queues.computeIfAbsent(network, _ -> new ArrayDeque<>()).add(waiting);
    }
    time.after(rules.deadline().toNanos(), () -> giveUp(network, id, outcome));
    beginNext();
    return outcome;
  }

  /** Does not know the message, for it is called long after most are decided and gone. */
  private void giveUp(
      ClientNetwork network, TransactionId id, CompletableFuture<VerificationOutcome> outcome) {
    boolean waits;
    synchronized (this) {
      var queue = queues.get(network);
      waits = queue != null && queue.removeIf(waiting -> waiting.transaction().id().equals(id));
      if (queue != null && queue.isEmpty()) {
        queues.remove(network);
      }
    }
    if (waits) {
      outcome.complete(
          new VerificationOutcome.Defer(Replies.NO_ANSWER, Findings.of("long-header-sections")));
    }
  }

  private void beginNext() {
    Waiting next;
    synchronized (this) {
      if (busy || queues.isEmpty()) {
        return;
      }
      busy = true;
      next = takeFirst();
    }
    var turn = new Turn();
    time.after(rules.patience().toNanos(), turn::end);
    var _ =
        asked
            .ask(next.transaction(), next.message())
            .whenComplete(
                (outcome, failure) -> {
                  long took = turn.took();
                  if (failure == null) {
                    next.outcome().complete(outcome);
                  } else {
                    next.outcome().completeExceptionally(failure);
                  }
                  time.after(took, turn::end);
                });
  }

  /** The first of the network whose turn it is, which then is the last to have one again. */
  private Waiting takeFirst() {
    var network = queues.keySet().iterator().next();
    var queue = queues.remove(network);
    var first = queue.remove();
    if (!queue.isEmpty()) {
      queues.put(network, queue);
    }
    return first;
  }

  /** Ends once, however often it is told to. */
  private final class Turn {
    private final long began = time.nanos();
    private boolean ended;

    long took() {
      return time.nanos() - began;
    }

    void end() {
      synchronized (LongHeaderSections.this) {
        if (ended) {
          return;
        }
        ended = true;
        busy = false;
      }
      beginNext();
    }
  }
}
