package org.postseal.asking;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.observation.Leg;
import org.postseal.observation.MessageSpan;
import org.postseal.topics.Asker;
import org.postseal.topics.InstanceId;
import org.postseal.topics.MailTopic;
import org.postseal.topics.TransactionId;

/**
 * Asks a question on a topic and waits for its answer on the reply partition.
 *
 * @param <A> the answer
 */
public final class Asking<A> {
  private static final int ANOTHER = 7;

  private final Way way;
  private final OpenQuestions<A> open;

  /**
   * The way of questions of one kind.
   *
   * @param instance who asks
   * @param producer what writes them
   * @param leg what asking is to these
   */
  public record Way(InstanceId instance, OwnThreadProducer producer, Leg leg) {}

  /** Makes the record of a question. */
  public interface Question {
    ProducerRecord<byte[], byte[]> record(Asker asker, int partition);
  }

  public Asking(Way way, OpenQuestions<A> open) {
    this.way = way;
    this.open = open;
  }

  /**
   * Asks; the future fails if there is no answer by the deadline, or nobody could be asked.
   *
   * @param of the span of the transaction the question belongs to
   */
  public CompletableFuture<A> ask(
      TransactionId id, MailTopic topic, MessageSpan of, Question question) {
    int first = ThreadLocalRandom.current().nextInt(topic.partitions());
    var span = of.child(way.leg());
    var answer =
        open.ask(
            id,
            attempt -> {
              var record =
                  question.record(
                      new Asker(way.instance(), open.budget(attempt), attempt),
                      // a worker that hangs keeps its partition: the second try avoids it
                      (first + (attempt - 1) * ANOTHER) % topic.partitions());
              span.putInto(record.headers());
              return way.producer().send(record, open.budget(attempt).dividedBy(2));
            });
    return span.isNone()
        ? answer
        : answer.whenComplete((_, failure) -> (failure == null ? span : span.failed()).end());
  }

  /** Whether nobody answered in time, or the question found no broker in that time. */
  public static boolean isSilence(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof TimeoutException || cause instanceof NotSentException.TooLate;
  }
}
