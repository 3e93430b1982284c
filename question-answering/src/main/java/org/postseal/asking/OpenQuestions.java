package org.postseal.asking;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.postseal.topics.TransactionId;

/**
 * The questions this replica waits for, of one kind. The first answer wins; a second one, and one
 * after the deadline, finds nobody.
 *
 * @param <A> the answer
 */
public final class OpenQuestions<A> {
  private final ConcurrentHashMap<TransactionId, CompletableFuture<A>> open =
      new ConcurrentHashMap<>();
  private final AskingTimes times;
  private final ScheduledExecutorService clock;

  /**
   * How long to wait.
   *
   * @param deadline from the first asking to giving up
   * @param again from the first asking to asking once more on another partition
   */
  public record AskingTimes(Duration deadline, Duration again) {}

  /**
   * None are open yet.
   *
   * @param clock calls when it is time to ask again or to give up
   */
  public OpenQuestions(AskingTimes times, ScheduledExecutorService clock) {
    this.times = times;
    this.clock = clock;
  }

  /**
   * Asks, once more if there is no answer after a while, and gives up at the deadline with a {@link
   * TimeoutException}.
   *
   * @param send writes the question for the given attempt (1, then 2); its failure does not end the
   *     waiting, except that of the first attempt
   */
  CompletableFuture<A> ask(TransactionId id, IntFunction<CompletableFuture<?>> send) {
    var answer = new CompletableFuture<A>();
    open.put(id, answer);
    var sent = new ConcurrentLinkedQueue<CompletableFuture<?>>();
    var again =
        clock.schedule(
            () -> {
              if (!answer.isDone()) {
                sent.add(send.apply(2));
              }
            },
            times.again().toMillis(),
            TimeUnit.MILLISECONDS);
    var deadline =
        clock.schedule(
            () -> answer.completeExceptionally(new TimeoutException("no answer")),
            times.deadline().toMillis(),
            TimeUnit.MILLISECONDS);
    var _ =
        answer.whenComplete(
            (_, _) -> {
              open.remove(id);
              again.cancel(false);
              deadline.cancel(false);
              // what nobody waits for any more is not written
              sent.forEach(question -> question.cancel(false));
            });
    var first = send.apply(1);
    sent.add(first);
    var _ =
        first.whenComplete(
            (_, failure) -> {
              if (failure != null) {
                answer.completeExceptionally(failure);
              }
            });
    return answer;
  }

  /** Time that remains for an attempt. */
  Duration budget(int attempt) {
    return attempt == 1 ? times.deadline() : times.deadline().minus(times.again());
  }

  /** Hands an answer to whoever waits for it. */
  public void answered(TransactionId id, A answer) {
    var waiting = open.get(id);
    if (waiting != null) {
      waiting.complete(answer);
    }
  }

  /** How many wait. */
  public int count() {
    return open.size();
  }
}
