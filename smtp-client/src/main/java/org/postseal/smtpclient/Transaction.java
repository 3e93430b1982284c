package org.postseal.smtpclient;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * One mail transaction to be made with a next hop.
 *
 * @param reversePath without angle brackets; empty is the null reverse-path
 * @param forwardPaths without angle brackets, at least one
 * @param content the message in pieces, transparency not applied
 * @param requests what the sender asked of whoever handles the message
 */
public record Transaction(
    String reversePath, List<String> forwardPaths, Content content, Requests requests) {

  public Transaction {
    forwardPaths = List.copyOf(forwardPaths);
  }

  /** Of a sender that asked for nothing. */
  public Transaction(String reversePath, List<String> forwardPaths, Content content) {
    this(reversePath, forwardPaths, content, Requests.NONE);
  }

  Transaction withForwardPaths(List<String> some) {
    return new Transaction(reversePath, some, content, requests);
  }

  Transaction withoutRequiredTls() {
    return new Transaction(
        reversePath,
        forwardPaths,
        content,
        new Requests(TlsWish.AS_POLICIES_SAY, requests.mailParameters(), requests.ofRecipients()));
  }

  /**
   * A message and what it asks of a next hop.
   *
   * @param pieces its octets, in order; asked for one at a time, each when it is to be sent, so
   *     that they need not all be in memory
   * @param length their sum
   * @param needs extensions without which it cannot be handed on
   */
  public record Content(List<byte[]> pieces, long length, Needs needs) {
    public Content {
      pieces = Collections.unmodifiableList(pieces); // a copy would hold them all
    }
  }

  /** Which extension the message needs, because it is never converted. */
  public enum Needs {
    NOTHING,
    /** Octets above 127 in the content: 8BITMIME (RFC 6152). */
    EIGHT_BIT,
    /** Addresses beyond ASCII: SMTPUTF8 (RFC 6531), which brings 8BITMIME along. */
    INTERNATIONALIZED,
    /** The same for header fields alone (RFC 6532). */
    INTERNATIONALIZED_HEADER
  }

  /** What the sender wants of TLS (RFC 8689). */
  public enum TlsWish {
    /** Nothing: whatever the recipients' domains ask for. */
    AS_POLICIES_SAY,
    /** REQUIRETLS, §2: verified TLS, or not at all. */
    REQUIRED,
    /** {@code TLS-Required: No}, §5: the message matters more than policies about TLS. */
    OPTIONAL
  }

  /**
   * What the sender asked of whoever handles the message.
   *
   * @param tls what is wanted of TLS
   * @param mailParameters of RFC 3461 for MAIL, each with a space before it; empty if there are
   *     none
   * @param ofRecipients the same for RCPT, by forward-path
   */
  public record Requests(TlsWish tls, String mailParameters, Map<String, String> ofRecipients) {
    public static final Requests NONE = new Requests(TlsWish.AS_POLICIES_SAY, "", Map.of());

    /** With REQUIRETLS, or without. */
    public Requests(boolean requireTls, String mailParameters, Map<String, String> ofRecipients) {
      this(requireTls ? TlsWish.REQUIRED : TlsWish.AS_POLICIES_SAY, mailParameters, ofRecipients);
    }

    public Requests {
      ofRecipients = Map.copyOf(ofRecipients);
    }

    boolean requireTls() {
      return tls == TlsWish.REQUIRED;
    }

    String rcptParameters(String forwardPath) {
      return ofRecipients.getOrDefault(forwardPath, "");
    }
  }
}
