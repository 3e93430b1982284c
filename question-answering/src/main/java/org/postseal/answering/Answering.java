package org.postseal.answering;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.observation.Leg;
import org.postseal.observation.MessageTraces;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.TraceParent;

/**
 * Answers questions, a limited number at once; answers overtake each other.
 *
 * <p>A question nobody waits for any more is dropped. A record that is no question, or breaks the
 * answerer, goes to {@code mail.dead-letter}; its asker, if there is one, runs into its deadline.
 * Nothing here ever holds up a partition: when all places are taken, the thread that polls waits,
 * and no more is polled.
 *
 * @param <Q> the question
 */
public final class Answering<Q> implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Answering.class);

  private final Service service;
  private final Answerer<Q> answerer;
  private final AnswerWriter answers;
  private final ExecutorService threads;
  private final int places;
  private final Semaphore free;
  private final ShedNotice shed = new ShedNotice();
  private volatile boolean draining;

  /**
   * Who answers.
   *
   * @param name as dead letters have it
   * @param traces of the service
   * @param leg what its work on a question is to the message's trace
   */
  public record Service(String name, MessageTraces traces, Leg leg) {}

  /**
   * An answering that owns its threads.
   *
   * @param service who answers
   * @param threads where answers are made; shut down with this
   * @param places questions at once, taken but not answered; at least 1
   */
  public Answering(
      Service service,
      Answerer<Q> answerer,
      AnswerWriter answers,
      ExecutorService threads,
      int places) {
    this.service = service;
    this.answerer = answerer;
    this.answers = answers;
    this.threads = threads;
    this.places = places;
    this.free = new Semaphore(places);
  }

  /**
   * Answers these questions, waiting for a place for each.
   *
   * @throws InterruptedException the process ends; questions not taken are asked again elsewhere
   */
  public void take(Iterable<ConsumerRecord<byte[], byte[]>> questions) throws InterruptedException {
    for (var question : questions) {
      free.acquire();
      threads.execute(
          () -> {
            try {
              answer(question, InstantSource.system()).ifPresent(answers::write);
            } finally {
              free.release();
            }
          });
    }
  }

  /** The record to write for a record that was read, if any. */
  Optional<ProducerRecord<byte[], byte[]>> answer(
      ConsumerRecord<byte[], byte[]> record, InstantSource clock) {
    try {
      var question = answerer.question(record);
      var now = clock.instant();
      if (answerer.asker(question).hasGivenUp(record.timestamp(), now)) {
        answerer.shed();
        shed.dropped(Instant.ofEpochMilli(record.timestamp()), now).ifPresent(LOG::warn);
        return Optional.empty();
      }
      return draining ? Optional.empty() : Optional.of(traced(record, question));
    } catch (MalformedRecordException e) {
      return Optional.of(deadLetter(record, e.getMessage(), clock));
    } catch (RuntimeException e) {
      LOG.errorf(e, "question %s-%d@%d", record.topic(), record.partition(), record.offset());
      return Optional.of(deadLetter(record, "failed: " + e.getClass().getName(), clock));
    }
  }

  /** The answer, and the work on it as part of the trace that the question came with. */
  private ProducerRecord<byte[], byte[]> traced(ConsumerRecord<byte[], byte[]> record, Q question)
      throws MalformedRecordException {
    if (!service.traces().isOn()) {
      return answerer.answer(question);
    }
    var span = service.traces().goOn(service.leg(), TraceParent.of(record.headers()));
    try (var _ = span.makeCurrent()) {
      var answer = answerer.answer(question);
      span.putInto(answer.headers());
      return answer;
    } finally {
      span.end();
    }
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      ConsumerRecord<byte[], byte[]> record, @Nullable String reason, InstantSource clock) {
    answerer.deadLetter();
    LOG.warnf(
        "no question: %s-%d@%d: %s", record.topic(), record.partition(), record.offset(), reason);
    return DeadLetter.record(record, service.name(), String.valueOf(reason), clock.instant());
  }

  /**
   * Finishes what is running; questions taken but not begun are asked again elsewhere.
   *
   * @return whether all was finished within the patience
   */
  public boolean drain(Duration patience) throws InterruptedException {
    draining = true;
    if (!free.tryAcquire(places, patience.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("questions were still running at shutdown");
      return false;
    }
    free.release(places);
    return true;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    answers.close();
  }
}
