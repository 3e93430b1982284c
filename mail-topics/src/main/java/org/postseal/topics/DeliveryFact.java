package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
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
 * @param via the host it came from, and how that was spoken to; empty if there was none
 * @param tlsSessions what an attempt has learned about TLS, host by host, told once: in the event
 *     of its first recipient
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DeliveryFact(
    String recipient,
    String nextHop,
    String reply,
    int attempt,
    long latencyMillis,
    Optional<Instant> nextAttemptAt,
    Optional<Via> via,
    Optional<List<TlsSession>> tlsSessions) {

  /** About an attempt in which no host was asked. */
  public DeliveryFact(
      String recipient,
      String nextHop,
      String reply,
      int attempt,
      long latencyMillis,
      Optional<Instant> nextAttemptAt) {
    this(
        recipient,
        nextHop,
        reply,
        attempt,
        latencyMillis,
        nextAttemptAt,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The host that an outcome came from.
   *
   * @param host its name, or its address where it has none
   * @param address it was reached at; empty if it was not
   * @param tls protocol version, such as {@code TLSv1.3}; empty if the session was in clear
   * @param cipher the suite; empty if the session was in clear
   * @param policy what decided about TLS: {@code dane}, {@code mta-sts}, {@code mta-sts-testing},
   *     {@code verified} (the sender or an operator wants it), {@code opportunistic} or {@code
   *     none}
   * @param policyResult {@code met}, or what was wrong in the words of RFC 8460 §4.3; empty where
   *     it did not come to that
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Via(
      String host,
      Optional<String> address,
      Optional<String> tls,
      Optional<String> cipher,
      Optional<String> policy,
      Optional<String> policyResult) {}

  /**
   * How TLS went with one host, for reports to the domain whose policy it is (RFC 8460).
   *
   * @param policyType {@code tlsa}, {@code sts}, {@code no-policy-found}; {@code ours} if it was
   *     the sender or an operator who wanted it
   * @param policyDomain empty for a server that an operator named
   * @param result {@code successful}, or a result type of RFC 8460 §4.3
   * @param host empty where it was about the policy itself
   * @param address empty where none was connected to
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record TlsSession(
      String policyType, String policyDomain, String result, String host, String address) {}
}
