package org.postseal.signer.signing;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.postseal.answering.AnswerWriter;
import org.postseal.answering.Answerer;
import org.postseal.answering.Answering;
import org.postseal.answering.AnsweringCounters;
import org.postseal.answering.Place;
import org.postseal.authentication.dkim.SignatureProvider;
import org.postseal.observation.Leg;
import org.postseal.observation.MessageTraces;
import org.postseal.topics.Asker;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.SignQuestion;
import org.postseal.topics.Signatures;

/**
 * The signer: takes questions from {@code mail.sign}, signs on a few platform threads, and answers
 * on {@code mail.signatures}.
 */
@ApplicationScoped
class Signing implements Answerer<SignQuestion> {
  private static final Logger LOG = Logger.getLogger(Signing.class);

  /** Questions that each thread has waiting, so that none is ever idle. */
  private static final int AHEAD = 4;

  private final SignerSettings settings;
  private final SignerWiring wiring;
  private final SignerMetrics metrics;
  private final Answering<SignQuestion> answering;

  @Inject
  Signing(
      SignerSettings settings,
      SignerWiring wiring,
      SignerMetrics metrics,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      OpenTelemetry telemetry,
      MeterRegistry meters,
      @ConfigProperty(name = MessageTraces.DISABLED) boolean untraced) {
    this.settings = settings;
    this.wiring = wiring;
    this.metrics = metrics;
    this.answering =
        new Answering<>(
            new Answering.Service(
                "signer",
                MessageTraces.by(telemetry, untraced, "org.postseal.signer"),
                Leg.SIGN,
                new AnsweringCounters(
                    meters, "postseal_signer_questions_shed", "postseal_signer_dead_letters")),
            this,
            new AnswerWriter(kafka, "signer-signatures"),
            Executors.newFixedThreadPool(
                settings.workers(), Thread.ofPlatform().daemon().name("signer-", 0).factory()),
            new Answering.Limits(settings.workers() * AHEAD, settings.workers() * AHEAD));
  }

  @Incoming("signer-questions")
  @Blocking
  void take(ConsumerRecords<byte[], byte[]> questions) throws InterruptedException {
    answering.take(questions);
  }

  @Override
  public SignQuestion question(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    return SignQuestion.of(record);
  }

  @Override
  public Asker asker(SignQuestion question) {
    return question.asker();
  }

  @Override
  public ProducerRecord<byte[], byte[]> answer(SignQuestion question, Place place)
      throws MalformedRecordException {
    long start = System.nanoTime();
    var outcome = wiring.signatory().outcome(question);
    metrics.answered(outcome, Duration.ofNanos(System.nanoTime() - start));
    return new Signatures(question.transactionId(), question.asker().instance(), outcome)
        .toRecord();
  }

  /** A token that cannot be read ends the start, not the first message. */
  void start(@Observes StartupEvent event) {
    if (settings.enabled()) {
      var _ = wiring.keyring();
      LOG.infof("RSA and Ed25519 by %s", SignatureProvider.inUse().description());
    }
  }

  void drain(@Observes ShutdownEvent event) throws InterruptedException {
    var _ = answering.drain(settings.drain());
  }

  @PreDestroy
  void end() {
    answering.close();
  }
}
