package org.postseal.console.index;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one mail transaction. Two pieces of knowledge come to the same whichever is told
 * first.
 *
 * @param at when it was first heard of
 * @param lastAt when it was last heard of
 * @param decision what ingress said of it; empty if only the relay has
 * @param delivery what the relay said last
 */
public record Message(
    String transactionId,
    Instant at,
    Instant lastAt,
    Optional<Decision> decision,
    Optional<Delivery> delivery,
    Optional<Source> source,
    Optional<String> authorDomain,
    Optional<Long> size) {

  /** What ingress decided, or that nothing is decided yet. */
  public record Decision(Kind kind, Instant at, Optional<String> rule, Optional<String> reply) {
    private boolean replaces(Decision other) {
      boolean later = at.equals(other.at) ? kind.compareTo(other.kind) > 0 : at.isAfter(other.at);
      return isLast() == other.isLast() ? later : isLast();
    }

    private boolean isLast() {
      return kind != Kind.RECEIVED;
    }
  }

  /** The outcome for some recipient. */
  public record Delivery(Kind kind, Instant at) {
    private boolean replaces(Delivery other) {
      return at.equals(other.at) ? kind.compareTo(other.kind) > 0 : at.isAfter(other.at);
    }
  }

  /**
   * Where it came from.
   *
   * @param network the client's /24 or /48
   */
  public record Source(String reversePath, String client, String network, String helo) {}

  /** Both together. */
  Message with(Message other) {
    return new Message(
        transactionId,
        at.isBefore(other.at) ? at : other.at,
        lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt,
        later(decision, other.decision),
        latest(delivery, other.delivery),
        source.or(other::source),
        authorDomain.or(other::authorDomain),
        size.or(other::size));
  }

  private static Optional<Decision> later(Optional<Decision> one, Optional<Decision> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return other.get().replaces(one.get()) ? other : one;
  }

  private static Optional<Delivery> latest(Optional<Delivery> one, Optional<Delivery> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return other.get().replaces(one.get()) ? other : one;
  }
}
