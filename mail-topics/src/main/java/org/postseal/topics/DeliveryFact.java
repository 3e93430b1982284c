package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * The data of an event on {@code mail.deliveries} about one recipient.
 *
 * @param recipient the forward-path
 * @param nextHop such as {@code mx:example.com}
 * @param reply the next hop's, or what stood in the way in the form of one
 * @param attempt counted from 1; a parked message keeps its number
 * @param latencyMillis since the content was received
 * @param nextAttemptAt of a deferred one
 * @param via who replied, and how it was spoken to; empty if nobody did
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DeliveryFact(
    String recipient,
    String nextHop,
    String reply,
    int attempt,
    long latencyMillis,
    Optional<Instant> nextAttemptAt,
    Optional<Via> via) {

  /** About an attempt in which nobody replied. */
  public DeliveryFact(
      String recipient,
      String nextHop,
      String reply,
      int attempt,
      long latencyMillis,
      Optional<Instant> nextAttemptAt) {
    this(recipient, nextHop, reply, attempt, latencyMillis, nextAttemptAt, Optional.empty());
  }

  /**
   * The session in which a next hop replied.
   *
   * @param host its name, or its address where it has none
   * @param tls protocol version, such as {@code TLSv1.3}; empty if the session was in clear
   * @param policy what TLS policy held, and how it came out
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Via(String host, Optional<String> tls, Optional<String> policy) {}
}
