package org.postseal.verifier.verification;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.VerifyQuestion;

/**
 * The verifier: takes questions from {@code mail.verify}, decides, and answers on {@code
 * mail.verdicts}. Each question has a virtual thread; answers overtake each other.
 *
 * <p>A question nobody waits for any more is dropped. A record that is no question, or breaks us,
 * goes to {@code mail.dead-letter}; its asker, if there is one, runs into its deadline. Nothing
 * here ever holds up a partition: when all places are taken, no more is polled.
 */
@ApplicationScoped
class Verification {
  private static final Logger LOG = Logger.getLogger(Verification.class);
  private static final String SERVICE = "verifier";

  private final VerifierSettings settings;
  private final VerifierWiring wiring;
  private final VerifierMetrics metrics;
  private final VerdictWriter verdicts;
  private final Semaphore places;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean draining;

  @Inject
  Verification(
      VerifierSettings settings,
      VerifierWiring wiring,
      VerifierMetrics metrics,
      VerdictWriter verdicts) {
    this.settings = settings;
    this.wiring = wiring;
    this.metrics = metrics;
    this.verdicts = verdicts;
    this.places = new Semaphore(settings.concurrency());
  }

  @Incoming("verifier-questions")
  @Blocking
  void take(ConsumerRecords<byte[], byte[]> questions) throws InterruptedException {
    for (var question : questions) {
      places.acquire();
      threads.execute(
          () -> {
            try {
              answer(question).ifPresent(verdicts::write);
            } finally {
              places.release();
            }
          });
    }
  }

  /** The record to write for a record from {@code mail.verify}, if any. */
  Optional<ProducerRecord<byte[], byte[]>> answer(ConsumerRecord<byte[], byte[]> record) {
    try {
      var question = VerifyQuestion.of(record);
      if (question.asker().hasGivenUp(record.timestamp(), Instant.now())) {
        metrics.shed();
        return Optional.empty();
      }
      return draining
          ? Optional.empty()
          : Optional.of(metrics.verdict(() -> wiring.judge().verdict(question)).toRecord());
    } catch (MalformedRecordException e) {
      return Optional.of(deadLetter(record, e.getMessage()));
    } catch (RuntimeException e) {
      LOG.errorf(e, "question %s-%d@%d", record.topic(), record.partition(), record.offset());
      return Optional.of(deadLetter(record, "failed: " + e.getClass().getName()));
    }
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      ConsumerRecord<byte[], byte[]> record, @Nullable String reason) {
    metrics.deadLetter();
    LOG.warnf(
        "no question: %s-%d@%d: %s", record.topic(), record.partition(), record.offset(), reason);
    return DeadLetter.record(record, SERVICE, String.valueOf(reason), Instant.now());
  }

  /** The registry is read from the start on, not only when the first question comes. */
  void start(@Observes StartupEvent event) {
    if (settings.enabled()) {
      var _ = wiring.view();
    }
  }

  /** Finishes what is running; questions taken but not begun are asked again elsewhere. */
  void drain(@Observes ShutdownEvent event) throws InterruptedException {
    draining = true;
    int all = settings.concurrency();
    if (places.tryAcquire(all, settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
      places.release(all);
    } else {
      LOG.warn("questions were still running at shutdown");
    }
  }
}
