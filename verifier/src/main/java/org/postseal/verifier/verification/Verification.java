package org.postseal.verifier.verification;

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
import org.postseal.topics.VerifyQuestion;

/**
 * The verifier: takes questions from {@code mail.verify}, decides each on a virtual thread, and
 * answers on {@code mail.verdicts}.
 */
@ApplicationScoped
class Verification implements Answerer<VerifyQuestion> {
  private static final Logger LOG = Logger.getLogger(Verification.class);
  private final VerifierSettings settings;
  private final VerifierWiring wiring;
  private final VerifierMetrics metrics;
  private final Answering<VerifyQuestion> answering;

  @Inject
  Verification(
      VerifierSettings settings,
      VerifierWiring wiring,
      VerifierMetrics metrics,
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
                "verifier",
                MessageTraces.by(telemetry, untraced, "org.postseal.verifier"),
                Leg.VERIFY,
                new AnsweringCounters(
                    meters, "postseal_verifier_questions_shed", "postseal_verifier_dead_letters")),
            this,
            new AnswerWriter(kafka, "verifier-verdicts"),
            Executors.newVirtualThreadPerTaskExecutor(),
            new Answering.Limits(
                settings.concurrency(), settings.concurrency() + settings.dns().waiting()));
  }

  @Incoming("verifier-questions")
  @Blocking
  void take(ConsumerRecords<byte[], byte[]> questions) throws InterruptedException {
    answering.take(questions);
  }

  @Override
  public VerifyQuestion question(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    return VerifyQuestion.of(record);
  }

  @Override
  public Asker asker(VerifyQuestion question) {
    return question.asker();
  }

  @Override
  public ProducerRecord<byte[], byte[]> answer(VerifyQuestion question, Place place) {
    return metrics.verdict(() -> wiring.judge().verdict(question, place)).toRecord();
  }

  /** The registry is read from the start on, not only when the first question comes. */
  void start(@Observes StartupEvent event) {
    if (settings.enabled()) {
      var _ = wiring.view();
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
