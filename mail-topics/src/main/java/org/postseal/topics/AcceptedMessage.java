package org.postseal.topics;

import java.util.List;

/**
 * A whole message as the relay has it: every record of its group was there, and count, length and
 * SHA-256 are right.
 *
 * @param transactionId its key
 * @param origin where it came from
 * @param envelope from whom, to whom
 * @param content its octets, in pieces
 * @param length sum of the pieces
 * @param sha256 of the whole, lower-case hex
 */
public record AcceptedMessage(
    TransactionId transactionId,
    Origin origin,
    Envelope envelope,
    List<byte[]> content,
    long length,
    String sha256) {

  public AcceptedMessage {
    content = List.copyOf(content);
  }

  @Override
  public String toString() {
    return "AcceptedMessage[" + transactionId + ", " + length + " octets]";
  }
}
