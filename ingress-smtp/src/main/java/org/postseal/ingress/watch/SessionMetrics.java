package org.postseal.ingress.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.smtp.reply.Reply;

/** The numbers an operator watches, for one listener. */
public final class SessionMetrics {
  /** Why a connection was not let in. */
  public enum Refusal {
    DRAINING,
    TOO_MANY,
    BLOCKLISTED,
    PROXY_HEADER;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final AtomicInteger open = new AtomicInteger();
  private final Counter sessions;
  private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
  private final Counter contentOctets;
  private final ReplyCounters replies;
  private final TransactionCounters transactions;
  private final Timer content;
  private final Timer accepted;
  private final Timer rejected;
  private final Timer deferred;

  public SessionMetrics(MeterRegistry registry, Listener listener) {
    var tag = listener.word();
    registry.gauge("postseal_ingress_open_sessions", Tags.of("listener", tag), open);
    sessions = registry.counter("postseal_ingress_sessions", "listener", tag);
    for (var why : Refusal.values()) {
      refused.put(
          why,
          registry.counter(
              "postseal_ingress_refused_connections", "listener", tag, "reason", why.word()));
    }
    contentOctets = registry.counter("postseal_ingress_content_octets", "listener", tag);
    replies = new ReplyCounters(registry, tag);
    transactions = new TransactionCounters(registry, tag);
    content =
        stage(
                "postseal_ingress_content_seconds",
                "From 354, or the first BDAT, to the content's end")
            .tag("listener", tag)
            .register(registry);
    accepted = answer(registry, tag, "accepted");
    rejected = answer(registry, tag, "rejected");
    deferred = answer(registry, tag, "deferred");
  }

  private static Timer answer(MeterRegistry registry, String listener, String outcome) {
    return stage("postseal_ingress_answer_seconds", "From the end of the content to the reply")
        .tag("listener", listener)
        .tag("outcome", outcome)
        .register(registry);
  }

  private static Timer.Builder stage(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(StageBuckets.all());
  }

  public void sessionBegan() {
    sessions.increment();
    open.incrementAndGet();
  }

  public void sessionEnded() {
    open.decrementAndGet();
  }

  public void refused(Refusal why) {
    refused.get(why).increment();
  }

  /** So many octets have arrived, {@code nanos} after room was made for them. */
  public void contentEnded(long octets, long nanos) {
    contentOctets.increment((double) octets);
    content.record(nanos, TimeUnit.NANOSECONDS);
  }

  public void replied(Reply reply) {
    replies.count(reply);
  }

  /** A message came to this, {@code nanos} after the end of its content. */
  public void cameTo(TransactionEvent event, long nanos) {
    transactions.count(event);
    switch (event) {
      case TransactionEvent.Received _, TransactionEvent.Abandoned _ -> {}
      case TransactionEvent.Accepted _ -> accepted.record(nanos, TimeUnit.NANOSECONDS);
      case TransactionEvent.Rejected _ -> rejected.record(nanos, TimeUnit.NANOSECONDS);
      case TransactionEvent.Deferred _ -> deferred.record(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
