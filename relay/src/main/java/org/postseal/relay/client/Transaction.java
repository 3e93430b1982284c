package org.postseal.relay.client;

import java.util.List;

/**
 * One mail transaction to be made with a next hop.
 *
 * @param reversePath without angle brackets; empty is the null reverse-path
 * @param forwardPaths without angle brackets, at least one
 * @param content the message in pieces, transparency not applied
 */
public record Transaction(String reversePath, List<String> forwardPaths, Content content) {

  public Transaction {
    forwardPaths = List.copyOf(forwardPaths);
  }

  Transaction withForwardPaths(List<String> some) {
    return new Transaction(reversePath, some, content);
  }

  /**
   * A message and what it asks of a next hop.
   *
   * @param pieces its octets, in order
   * @param length their sum
   * @param needs extensions without which it cannot be handed on
   */
  public record Content(List<byte[]> pieces, long length, Needs needs) {
    public Content {
      pieces = List.copyOf(pieces);
    }
  }

  /** Which extension the message needs, because it is never converted. */
  public enum Needs {
    NOTHING,
    /** Octets above 127 in the content: 8BITMIME (RFC 6152). */
    EIGHT_BIT,
    /** SMTPUTF8 (RFC 6531), which brings 8BITMIME along. */
    INTERNATIONALIZED
  }
}
