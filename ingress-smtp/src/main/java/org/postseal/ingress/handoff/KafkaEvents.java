package org.postseal.ingress.handoff;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.asking.OwnThreadProducer;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.LoginFailure;
import org.postseal.ingress.session.MailTransaction;
import org.postseal.ingress.session.MessageStore;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.ingress.session.TransactionEvents;
import org.postseal.ingress.tracing.TransactionSpans;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.InstanceId;
import org.postseal.topics.Json;
import org.postseal.topics.LoginFact;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.TransactionFact;

/**
 * Tells {@code mail.events} what happened. Nobody waits for an event; that some are lost is logged.
 */
final class KafkaEvents implements TransactionEvents {
  private static final Logger LOG = Logger.getLogger(KafkaEvents.class);

  private final OwnThreadProducer producer;
  private final TransactionSpans spans;
  private final String source;
  private final InstantSource clock;
  private final AtomicBoolean losing = new AtomicBoolean();

  KafkaEvents(
      OwnThreadProducer producer,
      TransactionSpans spans,
      InstanceId instance,
      InstantSource clock) {
    this.producer = producer;
    this.spans = spans;
    this.source = "/ingress-smtp/" + instance.value();
    this.clock = clock;
  }

  @Override
  public void publish(TransactionEvent event) {
    var id = event.transaction().id();
    send(
        CloudEvent.of(
                type(event),
                source,
                id.value(),
                clock.instant(),
                data(event).withMessageId(event.transaction().messageId()))
            .inTrace(spans.of(id).trace()));
  }

  @Override
  public void publish(LoginFailure failure, String address, Listener listener) {
    var fact =
        new LoginFact(
            address,
            failure.account(),
            failure.mechanism(),
            listener.word(),
            failure.reason().word());
    send(CloudEvent.of(CloudEvent.Type.LOGIN_FAILED, source, address, clock.instant(), fact));
  }

  private void send(CloudEvent event) {
    var record = event.toRecord(MailTopic.EVENTS);
    var _ = producer.send(record).whenComplete((_, failure) -> note(event, failure));
  }

  /** Says once that events are lost, and once that they are not any more. */
  private void note(CloudEvent event, @Nullable Throwable failure) {
    boolean lost = failure != null;
    if (losing.getAndSet(lost) != lost) {
      LOG.warn(
          lost
              ? "events are lost: the first is of " + event.subject() + ": " + failure
              : "events are written again");
    }
  }

  private static CloudEvent.Type type(TransactionEvent event) {
    return switch (event) {
      case TransactionEvent.Received _ -> CloudEvent.Type.RECEIVED;
      case TransactionEvent.Accepted accepted ->
          accepted.destination() == MessageStore.Destination.QUARANTINE
              ? CloudEvent.Type.QUARANTINED
              : CloudEvent.Type.ACCEPTED;
      case TransactionEvent.Rejected _ -> CloudEvent.Type.REJECTED;
      case TransactionEvent.Deferred _ -> CloudEvent.Type.DEFERRED;
      case TransactionEvent.Abandoned _ -> CloudEvent.Type.ABANDONED;
    };
  }

  private static TransactionFact data(TransactionEvent event) {
    return switch (event) {
      case TransactionEvent.Received received ->
          TransactionFact.received(received.transaction().envelope(), received.size());
      case TransactionEvent.Accepted accepted ->
          decided(
              accepted.transaction(),
              Optional.of(accepted.size()),
              Optional.of(accepted.reply()),
              accepted.findings());
      case TransactionEvent.Rejected rejected ->
          decided(
              rejected.transaction(),
              Optional.empty(),
              Optional.of(rejected.reply()),
              rejected.findings());
      case TransactionEvent.Deferred deferred ->
          decided(
              deferred.transaction(),
              Optional.empty(),
              Optional.of(deferred.reply()),
              deferred.findings());
      case TransactionEvent.Abandoned abandoned ->
          decided(
              abandoned.transaction(), Optional.empty(), Optional.empty(), abandoned.findings());
    };
  }

  private static TransactionFact decided(
      MailTransaction transaction, Optional<Long> size, Optional<Reply> reply, Findings findings) {
    return new TransactionFact(
        transaction.envelope(),
        size,
        reply.map(Reply::toString),
        Optional.of(findings.rule()),
        findings.evaluation().flatMap(KafkaEvents::tree));
  }

  private static Optional<JsonNode> tree(String json) {
    try {
      return Optional.of(
          Json.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), JsonNode.class));
    } catch (MalformedRecordException e) {
      LOG.warnf("an evaluation is no JSON: %s", e.getMessage());
      return Optional.empty();
    }
  }
}
