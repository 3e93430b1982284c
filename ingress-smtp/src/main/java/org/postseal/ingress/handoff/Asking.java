package org.postseal.ingress.handoff;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.Replies;
import org.postseal.ingress.tracing.TransactionSpans;
import org.postseal.observation.Leg;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.Asker;
import org.postseal.topics.InstanceId;
import org.postseal.topics.MailTopic;
import org.postseal.topics.TransactionId;

/**
 * Asks a question on a topic and waits for its answer on the reply partition.
 *
 * @param <A> the answer
 */
final class Asking<A> {
  private static final int ANOTHER = 7;

  private final Way way;
  private final OpenQuestions<A> open;

  /**
   * The way of questions of one kind.
   *
   * @param instance who asks
   * @param producer what writes them
   * @param spans of the transactions they belong to
   * @param leg what asking is to these
   */
  record Way(InstanceId instance, OwnThreadProducer producer, TransactionSpans spans, Leg leg) {}

  /** Makes the record of a question. */
  interface Question {
    ProducerRecord<byte[], byte[]> record(Asker asker, int partition);
  }

  Asking(Way way, OpenQuestions<A> open) {
    this.way = way;
    this.open = open;
  }

  /** Asks; the future fails if there is no answer by the deadline, or nobody could be asked. */
  CompletableFuture<A> ask(TransactionId id, MailTopic topic, Question question) {
    int first = ThreadLocalRandom.current().nextInt(topic.partitions());
    var span = way.spans().of(id).child(way.leg());
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

  /** What the client reads when there is no answer. Failing to decide is never a decision. */
  static Reply noAnswer(Throwable failure) {
    return isSilence(failure) ? Replies.NO_ANSWER : Replies.CANNOT_DECIDE;
  }

  /** The same for the events. */
  static Findings findings(Throwable failure) {
    return Findings.of(isSilence(failure) ? "no-answer" : "cannot-ask");
  }

  private static boolean isSilence(Throwable failure) {
    return failure instanceof TimeoutException
        || (failure instanceof CompletionException
            && failure.getCause() instanceof TimeoutException);
  }
}
