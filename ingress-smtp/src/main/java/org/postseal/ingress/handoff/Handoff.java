package org.postseal.ingress.handoff;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.postseal.asking.Asking;
import org.postseal.asking.OpenQuestions;
import org.postseal.asking.OpenQuestions.AskingTimes;
import org.postseal.asking.OwnThreadProducer;
import org.postseal.asking.ReplyListener;
import org.postseal.following.LoopMetrics;
import org.postseal.following.SupervisedLoop;
import org.postseal.ingress.acceptance.LocalDomains;
import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.Signing;
import org.postseal.ingress.session.TransactionEvents;
import org.postseal.ingress.session.Verification;
import org.postseal.ingress.tracing.TransactionSpans;
import org.postseal.observation.Leg;
import org.postseal.registryview.RegistryView;
import org.postseal.topics.InstanceId;
import org.postseal.topics.MailTopic;
import org.postseal.topics.Signatures;
import org.postseal.topics.Verdict;

/**
 * This replica's end of Kafka: its instance id, its reply partition, its three producers, its view
 * of the registry. Made once, at start; works, and says 451, while Kafka is away, and goes on by
 * itself when it is back.
 */
public final class Handoff implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timers;
  private final OwnThreadProducer questions;
  private final OwnThreadProducer accepted;
  private final OwnThreadProducer told;
  private final ReplyListener replies;
  private final RegistryView registry;
  private final Verification verification;
  private final Signing signing;
  private final MessageStore store;
  private final TransactionEvents events;

  /** What it is watched with. */
  public record Instruments(MeterRegistry meters, TransactionSpans spans) {}

  /**
   * Starts it.
   *
   * @param kafka how to reach the brokers; contains credentials
   * @param scope how much of the registry is followed
   * @param clock for the events
   */
  public Handoff(
      Map<String, Object> kafka,
      HandoffSettings settings,
      RegistryView.Scope scope,
      Instruments instruments,
      InstantSource clock) {
    var meters = instruments.meters();
    var spans = instruments.spans();
    var instance = InstanceId.random();
    var producers = new ProducerSettings(kafka, settings);
    timers = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("answers-due").factory());
    timers.setRemoveOnCancelPolicy(true);
    questions = new OwnThreadProducer(way("questions", settings), producers.questions());
    accepted = new OwnThreadProducer(way("accepted", settings), producers.accepted());
    told = new OwnThreadProducer(way("events", settings), producers.events());
    var times = new AskingTimes(settings.answerDeadline(), settings.askAgainAfter());
    var verdicts = new OpenQuestions<Verdict>(times, timers);
    var signatures = new OpenQuestions<Signatures>(times, timers);
    replies =
        new ReplyListener(
            instance,
            "ingress-smtp",
            Map.of(
                MailTopic.VERDICTS, ReplyListener.verdicts(verdicts),
                MailTopic.SIGNATURES, ReplyListener.signatures(signatures)),
            told,
            kafka);
    registry = RegistryView.start(kafka, scope);
    loops().forEach(loop -> new LoopMetrics(loop).bindTo(instruments.meters()));
    verification =
        Measured.verification(
            new ShareOfNetwork(
                new LongHeaderSections(
                    new KafkaVerification(
                        new Asking<>(new Asking.Way(instance, questions, Leg.ASK_VERIFY), verdicts),
                        spans),
                    longHeaderSections(settings),
                    new TimersTime(timers)),
                settings.openQuestionsOfNetwork()),
            meters);
    signing =
        Measured.signing(
            new KafkaSigning(
                new Asking<>(new Asking.Way(instance, questions, Leg.ASK_SIGN), signatures), spans),
            meters);
    store = Measured.store(new KafkaMessageStore(accepted, spans), meters);
    events = new KafkaEvents(told, spans, instance, clock);
    meters.gauge("postseal_ingress_open_questions", verdicts, OpenQuestions::count);
    meters.gauge("postseal_ingress_open_signing_questions", signatures, OpenQuestions::count);
  }

  private static OwnThreadProducer.Way way(String name, HandoffSettings settings) {
    return new OwnThreadProducer.Way(name, settings.window(), settings.maxBlock());
  }

  private record TimersTime(ScheduledThreadPoolExecutor timers) implements LongHeaderSections.Time {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public void after(long nanos, Runnable task) {
      var _ = timers.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private static LongHeaderSections.Rules longHeaderSections(HandoffSettings settings) {
    return new LongHeaderSections.Rules(
        settings.longHeaderSection(), settings.longHeaderPatience(), settings.answerDeadline());
  }

  /** Whether an answer to a question asked now would be heard. */
  public boolean hearsAnswers() {
    return replies.isListening();
  }

  /** What follows Kafka here: for liveness. */
  public List<SupervisedLoop> loops() {
    return List.of(replies.loop(), registry.loop());
  }

  public Verification verification() {
    return verification;
  }

  public Signing signing() {
    return signing;
  }

  public MessageStore store() {
    return store;
  }

  public TransactionEvents events() {
    return events;
  }

  /** What is known of the registry. */
  public RegistryView registry() {
    return registry;
  }

  public LocalDomains localDomains() {
    return new RegistryLocalDomains(registry);
  }

  /** Ends it: the sessions are over by now, so nobody waits for an answer any more. */
  @Override
  public void close() {
    questions.close(Duration.ZERO);
    accepted.close();
    replies.close();
    registry.close();
    told.close();
    timers.shutdownNow();
  }
}
