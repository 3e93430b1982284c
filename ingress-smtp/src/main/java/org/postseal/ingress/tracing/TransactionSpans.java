package org.postseal.ingress.tracing;

import io.opentelemetry.api.OpenTelemetry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.observation.Attribute;
import org.postseal.observation.Leg;
import org.postseal.observation.MessageSpan;
import org.postseal.observation.MessageTraces;
import org.postseal.smtp.reply.EnhancedStatus;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.TransactionId;

/**
 * The span of each open transaction, by its id. Every one that begins here is ended by the session
 * it belongs to, so there are never more of them than sessions. Safe for several threads.
 */
public final class TransactionSpans {
  private final MessageTraces traces;
  private final Map<TransactionId, MessageSpan> open = new ConcurrentHashMap<>();

  private TransactionSpans(MessageTraces traces) {
    this.traces = traces;
  }

  /** Made by that SDK, unless it is disabled. */
  public static TransactionSpans by(OpenTelemetry telemetry, boolean disabled) {
    return new TransactionSpans(MessageTraces.by(telemetry, disabled, "org.postseal.ingress"));
  }

  /** None. */
  public static TransactionSpans off() {
    return new TransactionSpans(MessageTraces.off());
  }

  /** Content may follow in a transaction that began so many nanoseconds ago. */
  public void begin(TransactionId id, Listener listener, long nanosAgo) {
    if (traces.isOn()) {
      open.put(
          id,
          traces
              .begin(Leg.TRANSACTION, nanosAgo)
              .with(Attribute.TRANSACTION, id.value())
              .with(Attribute.LISTENER, listener.word()));
    }
  }

  /** The span of an open transaction. */
  public MessageSpan of(TransactionId id) {
    return traces.isOn() ? open.getOrDefault(id, MessageSpan.NONE) : MessageSpan.NONE;
  }

  /** How many are open. */
  public int count() {
    return open.size();
  }

  /** Notes what happened; every event but {@code Received} ends the span. */
  public void cameTo(TransactionEvent event) {
    if (!traces.isOn()) {
      return;
    }
    var id = event.transaction().id();
    switch (event) {
      case TransactionEvent.Received received ->
          of(id).with(Attribute.SIZE, received.size()).note("content received");
      case TransactionEvent.Accepted accepted ->
          end(id, accepted.destination().outcome(), accepted.findings(), accepted.reply());
      case TransactionEvent.Rejected rejected ->
          end(id, "rejected", rejected.findings(), rejected.reply());
      case TransactionEvent.Deferred deferred ->
          end(id, "deferred", deferred.findings(), deferred.reply());
      case TransactionEvent.Abandoned abandoned ->
          end(id, "abandoned", of(id).with(Attribute.RULE, abandoned.findings().rule()));
    }
  }

  private void end(TransactionId id, String outcome, Findings findings, Reply reply) {
    end(
        id,
        outcome,
        of(id)
            .with(Attribute.RULE, findings.rule())
            .with(Attribute.REPLY_CODE, reply.code())
            .with(
                Attribute.ENHANCED_STATUS,
                reply.status().map(EnhancedStatus::toString).orElse("none")));
  }

  /** It ended without an event: the client went away before the content had come. */
  public void abandoned(TransactionId id) {
    if (traces.isOn()) {
      end(id, "abandoned", of(id));
    }
  }

  private void end(TransactionId id, String outcome, MessageSpan span) {
    span.with(Attribute.OUTCOME, outcome).end();
    open.remove(id);
  }
}
