package org.postseal.verifier.verification;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.VerifyQuestion;

/**
 * The verifier: takes a question from {@code mail.verify}, decides, and answers on {@code
 * mail.verdicts}. Each question has a virtual thread; answers overtake each other.
 *
 * <p>A question nobody waits for any more is dropped. A record that is no question, or breaks us,
 * goes to {@code mail.dead-letter}; its asker, if there is one, runs into its deadline. Nothing
 * here ever holds up a partition.
 */
@ApplicationScoped
class Verification {
  private static final Logger LOG = Logger.getLogger(Verification.class);
  private static final String SERVICE = "verifier";

  private final VerifierSettings settings;
  private final VerifierWiring wiring;
  private final VerifierMetrics metrics;
  private final Semaphore places;
  private volatile boolean draining;

  @Inject
  Verification(VerifierSettings settings, VerifierWiring wiring, VerifierMetrics metrics) {
    this.settings = settings;
    this.wiring = wiring;
    this.metrics = metrics;
    this.places = new Semaphore(settings.concurrency(), true);
  }

  @Incoming("verifier-questions")
  @Outgoing("verifier-verdicts")
  @RunOnVirtualThread
  @Nullable ProducerRecord<byte[], byte[]> answer(ConsumerRecord<byte[], byte[]> record) {
    try {
      var question = VerifyQuestion.of(record);
      return answer(question, record.timestamp());
    } catch (MalformedRecordException e) {
      return deadLetter(record, e.getMessage());
    } catch (RuntimeException e) {
      LOG.errorf(e, "question %s-%d@%d", record.topic(), record.partition(), record.offset());
      return deadLetter(record, "failed: " + e.getClass().getName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private @Nullable ProducerRecord<byte[], byte[]> answer(VerifyQuestion question, long askedAt)
      throws InterruptedException {
    if (isTooLate(question, askedAt)) {
      return null;
    }
    places.acquire();
    try {
      return draining || isTooLate(question, askedAt)
          ? null
          : metrics.verdict(() -> wiring.judge().verdict(question)).toRecord();
    } finally {
      places.release();
    }
  }

  private boolean isTooLate(VerifyQuestion question, long askedAt) {
    boolean tooLate = question.asker().hasGivenUp(askedAt, Instant.now());
    if (tooLate) {
      metrics.shed();
    }
    return tooLate;
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      ConsumerRecord<byte[], byte[]> record, String reason) {
    metrics.deadLetter();
    LOG.warnf(
        "no question: %s-%d@%d: %s", record.topic(), record.partition(), record.offset(), reason);
    return DeadLetter.record(record, SERVICE, reason, Instant.now());
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
    if (!places.tryAcquire(
        settings.concurrency(), settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("questions were still running at shutdown");
    }
  }
}
