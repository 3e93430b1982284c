package org.postseal.smtpclient;

/**
 * What became of one recipient in one attempt. The reply is the next hop's, or one in its form that
 * we put together when there was none to quote.
 */
public sealed interface Outcome {

  /** As one readable line, such as {@code 250 2.0.0 queued as 42}. */
  String reply();

  /** As metrics and traces have it. */
  default String word() {
    return switch (this) {
      case Delivered _ -> "delivered";
      case Deferred _ -> "deferred";
      case Failed _ -> "failed";
    };
  }

  /** The next hop has taken the message for this recipient, and the duty with it. */
  record Delivered(String reply) implements Outcome {}

  /** Not now: a 4yz reply, or none. */
  record Deferred(String reply) implements Outcome {}

  /** Never: a 5yz reply, or something the next hop cannot do. */
  record Failed(String reply) implements Outcome {}
}
