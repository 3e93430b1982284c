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
 * Nothing here ever holds up a partition: when as much is taken as may be, the thread that polls
 * waits, and no more is polled. Who waits for others while he makes an answer holds no {@link
 * Place}, nor does an answer that is being written.
 *
 * @param <Q> the question
 */
public final class Answering<Q> implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Answering.class);

  private final Service service;
  private final Answerer<Q> answerer;
  private final AnswerWriter answers;
  private final ExecutorService threads;
  private final AnsweringCounters counters;
  private final Limits limits;
  private final Semaphore places;
  private final Semaphore room;
  private final ShedNotice shed = new ShedNotice();
  private volatile boolean draining;

  /**
   * Who answers.
   *
   * @param name as dead letters have it
   * @param traces of the service
   * @param leg what its work on a question is to the message's trace
   * @param counters of what it does not answer
   */
  public record Service(String name, MessageTraces traces, Leg leg, AnsweringCounters counters) {}

  /**
   * How much at once.
   *
   * @param places answers being made; at least 1
   * @param taken questions taken and not answered, those that wait for others too; a question of
   *     more than {@link #WEIGHT_OCTETS} counts as several
   */
  public record Limits(int places, int taken) {}

  /** Octets of a question that count as one. */
  public static final int WEIGHT_OCTETS = 16 * 1024;

  /**
   * An answering that owns its threads.
   *
   * @param service who answers
   * @param threads where answers are made; shut down with this
   */
  public Answering(
      Service service,
      Answerer<Q> answerer,
      AnswerWriter answers,
      ExecutorService threads,
      Limits limits) {
    this.service = service;
    this.answerer = answerer;
    this.answers = answers;
    this.threads = threads;
    this.counters = service.counters();
    this.limits = limits;
    this.places = new Semaphore(limits.places());
    this.room = new Semaphore(limits.taken());
  }

  /** As how many questions one of so many octets counts. */
  public static int weight(int octets) {
    return 1 + octets / WEIGHT_OCTETS;
  }

  /**
   * Answers these questions, waiting for room for each.
   *
   * @throws InterruptedException the process ends; questions not taken are asked again elsewhere
   */
  public void take(Iterable<ConsumerRecord<byte[], byte[]>> questions) throws InterruptedException {
    for (var question : questions) {
      byte[] octets = question.value();
      int weight = Math.min(limits.taken(), weight(octets == null ? 0 : octets.length));
      room.acquire(weight);
      threads.execute(
          () -> {
            try {
              answerInPlace(question).ifPresent(answers::write);
            } finally {
              room.release(weight);
            }
          });
    }
  }

  private Optional<ProducerRecord<byte[], byte[]>> answerInPlace(
      ConsumerRecord<byte[], byte[]> question) {
    places.acquireUninterruptibly();
    try {
      return answer(question, InstantSource.system());
    } finally {
      places.release();
    }
  }

  /** The record to write for a record that was read, if any. */
  Optional<ProducerRecord<byte[], byte[]>> answer(
      ConsumerRecord<byte[], byte[]> record, InstantSource clock) {
    try {
      var question = answerer.question(record);
      var now = clock.instant();
      if (answerer.asker(question).hasGivenUp(record.timestamp(), now)) {
        counters.shed();
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
      return answerer.answer(question, new Place(places));
    }
    var span = service.traces().goOn(service.leg(), TraceParent.of(record.headers()));
    try (var _ = span.makeCurrent()) {
      var answer = answerer.answer(question, new Place(places));
      span.putInto(answer.headers());
      return answer;
    } finally {
      span.end();
    }
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      ConsumerRecord<byte[], byte[]> record, @Nullable String reason, InstantSource clock) {
    counters.deadLetter();
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
    if (!room.tryAcquire(limits.taken(), patience.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("questions were still running at shutdown");
      return false;
    }
    room.release(limits.taken());
    return true;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    answers.close();
  }
}
