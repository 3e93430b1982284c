package org.postseal.signer.signing;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
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
import org.postseal.topics.SignQuestion;
import org.postseal.topics.Signatures;

/**
 * The signer: takes questions from {@code mail.sign}, signs, and answers on {@code
 * mail.signatures}. A few platform threads compute; answers overtake each other.
 *
 * <p>A question nobody waits for any more is dropped. A record that is no question, or breaks us,
 * goes to {@code mail.dead-letter}; its asker, if there is one, runs into its deadline. Nothing
 * here ever holds up a partition: when all threads have enough to do, no more is polled.
 */
@ApplicationScoped
class Signing {
  private static final Logger LOG = Logger.getLogger(Signing.class);
  private static final String SERVICE = "signer";

  /** Questions that each thread has waiting, so that none is ever idle. */
  private static final int AHEAD = 4;

  private final SignerSettings settings;
  private final SignerWiring wiring;
  private final SignerMetrics metrics;
  private final SignatureWriter signatures;
  private final Semaphore places;
  private final ExecutorService threads;
  private volatile boolean draining;

  @Inject
  Signing(
      SignerSettings settings,
      SignerWiring wiring,
      SignerMetrics metrics,
      SignatureWriter signatures) {
    this.settings = settings;
    this.wiring = wiring;
    this.metrics = metrics;
    this.signatures = signatures;
    this.places = new Semaphore(settings.workers() * AHEAD);
    this.threads =
        Executors.newFixedThreadPool(
            settings.workers(), Thread.ofPlatform().daemon().name("signer-", 0).factory());
  }

  @Incoming("signer-questions")
  @Blocking
  void take(ConsumerRecords<byte[], byte[]> questions) throws InterruptedException {
    for (var question : questions) {
      places.acquire();
      threads.execute(
          () -> {
            try {
              answer(question).ifPresent(signatures::write);
            } finally {
              places.release();
            }
          });
    }
  }

  /** The record to write for a record from {@code mail.sign}, if any. */
  Optional<ProducerRecord<byte[], byte[]>> answer(ConsumerRecord<byte[], byte[]> record) {
    try {
      var question = SignQuestion.of(record);
      if (question.asker().hasGivenUp(record.timestamp(), Instant.now())) {
        metrics.shed();
        return Optional.empty();
      }
      return draining ? Optional.empty() : Optional.of(answer(question).toRecord());
    } catch (MalformedRecordException e) {
      return Optional.of(deadLetter(record, e.getMessage()));
    } catch (RuntimeException e) {
      LOG.errorf(e, "question %s-%d@%d", record.topic(), record.partition(), record.offset());
      return Optional.of(deadLetter(record, "failed: " + e.getClass().getName()));
    }
  }

  private Signatures answer(SignQuestion question) throws MalformedRecordException {
    long start = System.nanoTime();
    var outcome = wiring.signatory().outcome(question);
    metrics.answered(outcome, Duration.ofNanos(System.nanoTime() - start));
    return new Signatures(question.transactionId(), question.asker().instance(), outcome);
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
    int all = settings.workers() * AHEAD;
    if (places.tryAcquire(all, settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
      places.release(all);
    } else {
      LOG.warn("questions were still running at shutdown");
    }
  }

  @PreDestroy
  void end() {
    threads.shutdownNow();
  }
}
