package org.postseal.signer.signing;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
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
import org.postseal.topics.SignQuestion;
import org.postseal.topics.Signatures;

/**
 * The signer: takes a question from {@code mail.sign}, signs, and answers on {@code
 * mail.signatures}. A few platform threads compute; answers overtake each other.
 *
 * <p>A question nobody waits for any more is dropped. A record that is no question, or breaks us,
 * goes to {@code mail.dead-letter}; its asker, if there is one, runs into its deadline. Nothing
 * here ever holds up a partition.
 */
@ApplicationScoped
class Signing {
  private static final Logger LOG = Logger.getLogger(Signing.class);
  private static final String SERVICE = "signer";

  private final SignerSettings settings;
  private final SignerWiring wiring;
  private final SignerMetrics metrics;
  private final Semaphore places;
  private volatile boolean draining;

  @Inject
  Signing(SignerSettings settings, SignerWiring wiring, SignerMetrics metrics) {
    this.settings = settings;
    this.wiring = wiring;
    this.metrics = metrics;
    this.places = new Semaphore(settings.workers(), true);
  }

  @Incoming("signer-questions")
  @Outgoing("signer-signatures")
  @Blocking(value = "signer-workers", ordered = false)
  @Nullable ProducerRecord<byte[], byte[]> answer(ConsumerRecord<byte[], byte[]> record) {
    try {
      return answer(SignQuestion.of(record), record.timestamp());
    } catch (MalformedRecordException e) {
      return deadLetter(record, e.getMessage());
    } catch (RuntimeException e) {
      LOG.errorf(e, "question %s-%d@%d", record.topic(), record.partition(), record.offset());
      return deadLetter(record, "failed: " + e.getClass().getName());
    }
  }

  private @Nullable ProducerRecord<byte[], byte[]> answer(SignQuestion question, long askedAt)
      throws MalformedRecordException {
    if (question.asker().hasGivenUp(askedAt, Instant.now())) {
      metrics.shed();
      return null;
    }
    if (draining || !places.tryAcquire()) {
      return null; // shutting down: as many threads as places, so there is always one otherwise
    }
    try {
      long start = System.nanoTime();
      var outcome = wiring.signatory().outcome(question);
      metrics.answered(outcome, Duration.ofNanos(System.nanoTime() - start));
      return new Signatures(question.transactionId(), question.asker().instance(), outcome)
          .toRecord();
    } finally {
      places.release();
    }
  }

  private ProducerRecord<byte[], byte[]> deadLetter(
      ConsumerRecord<byte[], byte[]> record, @Nullable String reason) {
    metrics.deadLetter();
    LOG.warnf(
        "no question: %s-%d@%d: %s", record.topic(), record.partition(), record.offset(), reason);
    return DeadLetter.record(record, SERVICE, String.valueOf(reason), Instant.now());
  }

  /** A token that cannot be read ends the start, not the first message. */
  void start(@Observes StartupEvent event) {
    if (settings.enabled()) {
      var _ = wiring.keyring();
    }
  }

  /** Finishes what is running; questions taken but not begun are asked again elsewhere. */
  void drain(@Observes ShutdownEvent event) throws InterruptedException {
    draining = true;
    if (!places.tryAcquire(
        settings.workers(), settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("questions were still running at shutdown");
    }
  }
}
