package org.postseal.ingress.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postseal.ingress.session.Replies;
import org.postseal.smtp.reply.EnhancedStatus;
import org.postseal.smtp.reply.Reply;

/**
 * How often clients of one listener read what: a counter for each reply code with its enhanced
 * status code ({@code none} where there is none). Both come from the tables of replies of ingress,
 * verifier and signer; no more than {@value #MOST} pairs are told apart, the rest is {@code other}.
 */
final class ReplyCounters {
  /** About twice what the tables have. */
  static final int MOST = 100;

  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final String listener;
  private final Map<Kind, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Reply, Counter> limited;

  private record Kind(int code, Optional<EnhancedStatus> status) {}

  ReplyCounters(MeterRegistry registry, String listener) {
    this.registry = registry;
    this.listener = listener;
    this.limited =
        Map.of(
            Replies.AUTH_THROTTLED,
            registry.counter("postseal_ingress_throttled_logins", "listener", listener),
            Replies.ACCOUNT_RATE,
            registry.counter("postseal_ingress_accounts_over_rate", "listener", listener));
  }

  /** A client is told this. */
  void count(Reply reply) {
    var kind = new Kind(reply.code(), reply.status());
    var counter = counters.get(kind);
    (counter == null ? first(kind) : counter).increment();
    if (reply.isTransient()) {
      var limit = limited.get(reply);
      if (limit != null) {
        limit.increment();
      }
    }
  }

  private synchronized Counter first(Kind kind) {
    if (counters.size() >= MOST && !counters.containsKey(kind)) {
      return counter(kind.code(), OTHER, OTHER);
    }
    return counters.computeIfAbsent(
        kind,
        k ->
            counter(
                k.code(),
                Integer.toString(k.code()),
                k.status().map(EnhancedStatus::toString).orElse("none")));
  }

  private Counter counter(int code, String codeTag, String status) {
    return registry.counter(
        "postseal_ingress_replies",
        "listener",
        listener,
        "class",
        code / 100 + "xx",
        "code",
        codeTag,
        "status",
        status);
  }
}
