package org.postseal.ingress.server;

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
import org.postseal.smtp.reply.Reply;

/** The numbers an operator watches, for one listener. */
final class SessionMetrics {
  /** Why a connection was not let in. */
  enum Refusal {
    DRAINING,
    TOO_MANY,
    BLOCKLISTED,
    PROXY_HEADER;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a message came to that was received to its end. */
  enum Answer {
    ACCEPTED,
    REJECTED,
    DEFERRED;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final AtomicInteger open = new AtomicInteger();
  private final Counter sessions;
  private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
  private final Counter contentOctets;
  private final ReplyCounters replies;
  private final Map<Answer, Timer> answered = new EnumMap<>(Answer.class);

  SessionMetrics(MeterRegistry registry, Listener listener) {
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
    for (var answer : Answer.values()) {
      answered.put(
          answer,
          Timer.builder("postseal_ingress_answer_seconds")
              .description("From the end of the content to the reply")
              .tag("listener", tag)
              .tag("outcome", answer.word())
              .publishPercentileHistogram()
              .register(registry));
    }
  }

  void sessionBegan() {
    sessions.increment();
    open.incrementAndGet();
  }

  void sessionEnded() {
    open.decrementAndGet();
  }

  void refused(Refusal why) {
    refused.get(why).increment();
  }

  void contentEnded(long octets) {
    contentOctets.increment((double) octets);
  }

  void replied(Reply reply) {
    replies.count(reply);
  }

  /** {@code nanos} have passed from the end of the content to this answer. */
  void answered(Answer answer, long nanos) {
    answered.get(answer).record(nanos, TimeUnit.NANOSECONDS);
  }
}
