package org.postseal.relay.reporting;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.postseal.asking.Asking;
import org.postseal.asking.OpenQuestions;
import org.postseal.asking.OwnThreadProducer;
import org.postseal.asking.ReplyListener;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.following.SupervisedLoop;
import org.postseal.observation.Leg;
import org.postseal.observation.MessageSpan;
import org.postseal.relay.dsn.Notification;
import org.postseal.topics.InstanceId;
import org.postseal.topics.MailTopic;
import org.postseal.topics.SignQuestion;
import org.postseal.topics.Signatures;

/**
 * Asks on {@code mail.sign} and hears on {@code mail.signatures}, as ingress does: with an instance
 * id and a reply partition of its own. The identity it signs for is the report's author and no
 * other.
 */
public final class ReportsOnTopics implements ReportSigning, AutoCloseable {
  private static final int WINDOW = 1024;
  private static final Duration LONGEST_BLOCK = Duration.ofSeconds(10);

  private final ScheduledThreadPoolExecutor timers;
  private final OwnThreadProducer producer;
  private final ReplyListener replies;
  private final Asking<Signatures> asking;

  /**
   * Starts to listen.
   *
   * @param kafka how to reach the brokers; contains credentials
   * @param instance who asks
   */
  public ReportsOnTopics(
      Map<String, Object> kafka, InstanceId instance, OpenQuestions.AskingTimes times) {
    timers =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("relay-answers-due").factory());
    timers.setRemoveOnCancelPolicy(true);
    producer =
        new OwnThreadProducer(
            new OwnThreadProducer.Way("relay-questions", WINDOW, LONGEST_BLOCK),
            questions(kafka, times.deadline()));
    var open = new OpenQuestions<Signatures>(times, timers);
    replies =
        new ReplyListener(
            instance,
            "relay",
            Map.of(MailTopic.SIGNATURES, ReplyListener.signatures(open)),
            producer,
            kafka);
    asking = new Asking<>(new Asking.Way(instance, producer, Leg.ASK_SIGN), open);
  }

  /** A lost question is asked again, so one replica's word is enough; it must leave at once. */
  private static Map<String, Object> questions(Map<String, Object> kafka, Duration deadline) {
    var settings = new HashMap<>(kafka);
    settings.remove("group.id");
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "relay-questions");
    settings.put(ProducerConfig.ACKS_CONFIG, "1");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) deadline.dividedBy(2).toMillis());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deadline.toMillis());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_BLOCK.toMillis());
    return settings;
  }

  @Override
  public CompletableFuture<Signatures.Outcome> ask(
      Notification notification, DigestedMessage message) {
    return asking
        .ask(
            notification.transactionId(),
            MailTopic.SIGN,
            MessageSpan.NONE,
            (asker, partition) ->
                new SignQuestion(
                        notification.transactionId(),
                        asker,
                        notification.envelope(),
                        List.of(notification.author().toLowerCase(Locale.ROOT)),
                        message)
                    .toRecord(partition))
        .thenApply(Signatures::outcome);
  }

  /** What listens: for liveness and metrics. */
  public SupervisedLoop loop() {
    return replies.loop();
  }

  @Override
  public void close() {
    producer.close();
    replies.close();
    timers.shutdownNow();
  }
}
