package org.postseal.ingress.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.postseal.ingress.session.Listener;
import org.postseal.smtp.reply.Reply;

/** The numbers an operator watches, for one listener. */
final class SessionMetrics {
  private static final int LOWEST_CLASS = 2;

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

  private final AtomicInteger open = new AtomicInteger();
  private final Counter sessions;
  private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
  private final Counter contentOctets;
  private final Counter[] replies = new Counter[4];

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
    for (int i = 0; i < replies.length; i++) {
      replies[i] =
          registry.counter(
              "postseal_ingress_replies", "listener", tag, "class", (i + LOWEST_CLASS) + "xx");
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
    replies[reply.code() / 100 - LOWEST_CLASS].increment();
  }
}
