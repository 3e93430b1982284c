package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the SMTP dialogue said about a message, beside its content (RFC 5321 §2.3.1).
 *
 * @param reversePath RFC5321.MailFrom without angle brackets; empty is the null reverse-path
 * @param forwardPaths every recipient accepted in the dialogue, without angle brackets, in order
 * @param client who brought the message
 * @param account the authenticated account, at submission only
 * @param body the BODY parameter: {@code 7BIT} or {@code 8BITMIME}
 * @param smtpUtf8 whether the transaction was SMTPUTF8 (RFC 6531)
 * @param receivedAt when the content was complete
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Envelope(
    String reversePath,
    List<String> forwardPaths,
    Client client,
    Optional<String> account,
    String body,
    boolean smtpUtf8,
    Instant receivedAt) {

  public Envelope {
    forwardPaths = List.copyOf(forwardPaths);
  }

  /** Whether the reverse-path is {@code <>}: such a message is never answered with another. */
  @JsonIgnore
  public boolean isNullReversePath() {
    return reversePath.isEmpty();
  }

  /** The same envelope for fewer recipients, as a retry needs it. */
  public Envelope withForwardPaths(List<String> stillDue) {
    return new Envelope(reversePath, stillDue, client, account, body, smtpUtf8, receivedAt);
  }

  /**
   * The SMTP client.
   *
   * @param address its IP address in text
   * @param helo what it said in EHLO or HELO
   * @param tls protocol and cipher suite, if the session was encrypted
   * @param listener {@code mx}, {@code submission} or {@code submissions}; {@code local} for
   *     messages of our own making
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Client(String address, String helo, Optional<String> tls, String listener) {}
}
