package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * @param requests what the client asked of everybody who handles the message; empty if nothing
 * @param reversePathProof what proves the reverse-path; empty if nothing does, as in the records of
 *     releases that did not ask
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Envelope(
    String reversePath,
    List<String> forwardPaths,
    Client client,
    Optional<String> account,
    String body,
    boolean smtpUtf8,
    Instant receivedAt,
    Optional<Requests> requests,
    Optional<ReversePathProof> reversePathProof) {

  /** Of a reverse-path that nothing proves. */
  public Envelope(
      String reversePath,
      List<String> forwardPaths,
      Client client,
      Optional<String> account,
      String body,
      boolean smtpUtf8,
      Instant receivedAt,
      Optional<Requests> requests) {
    this(
        reversePath,
        forwardPaths,
        client,
        account,
        body,
        smtpUtf8,
        receivedAt,
        requests,
        Optional.empty());
  }

  /** Of a client that asked for nothing. */
  public Envelope(
      String reversePath,
      List<String> forwardPaths,
      Client client,
      Optional<String> account,
      String body,
      boolean smtpUtf8,
      Instant receivedAt) {
    this(reversePath, forwardPaths, client, account, body, smtpUtf8, receivedAt, Optional.empty());
  }

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
    return new Envelope(
        reversePath,
        stillDue,
        client,
        account,
        body,
        smtpUtf8,
        receivedAt,
        requests.map(asked -> asked.only(stillDue)),
        reversePathProof);
  }

  /** The same envelope, whose reverse-path is proven by this, or by nothing. */
  public Envelope withProof(Optional<ReversePathProof> proof) {
    return new Envelope(
        reversePath,
        forwardPaths,
        client,
        account,
        body,
        smtpUtf8,
        receivedAt,
        requests,
        reversePath.isEmpty() ? Optional.empty() : proof);
  }

  /**
   * What a client asks of everybody who handles the message.
   *
   * @param requireTls that it goes over verified TLS only (RFC 8689)
   * @param ret {@code FULL} or {@code HDRS}: what a notification of failure returns (RFC 3461 §4.3)
   * @param envid the sender's name for the transaction, as xtext (RFC 3461 §4.4)
   * @param recipients by forward-path, those alone for whom something was asked
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Requests(
      boolean requireTls,
      Optional<String> ret,
      Optional<String> envid,
      Map<String, RecipientRequests> recipients) {
    public static final Requests NONE =
        new Requests(false, Optional.empty(), Optional.empty(), Map.of());

    public Requests {
      recipients = Map.copyOf(recipients);
    }

    private Requests only(List<String> forwardPaths) {
      var some = new HashMap<>(recipients);
      some.keySet().retainAll(forwardPaths);
      return new Requests(requireTls, ret, envid, some);
    }
  }

  /**
   * What is asked for one recipient.
   *
   * @param notifyOn {@code NEVER}, or some of {@code SUCCESS,FAILURE,DELAY} (RFC 3461 §4.1)
   * @param orcpt the address it was first sent to, encoded as it came (RFC 3461 §4.2)
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record RecipientRequests(Optional<String> notifyOn, Optional<String> orcpt) {}

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
