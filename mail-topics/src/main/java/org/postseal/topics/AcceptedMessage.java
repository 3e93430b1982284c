package org.postseal.topics;

import java.util.List;
import java.util.Optional;

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
 * @param trace what it is part of, if anybody traces it
 */
public record AcceptedMessage(
    TransactionId transactionId,
    Origin origin,
    Envelope envelope,
    List<byte[]> content,
    long length,
    String sha256,
    Optional<TraceParent> trace) {

  public AcceptedMessage {
    content = List.copyOf(content);
  }

  @Override
  public String toString() {
    return "AcceptedMessage[" + transactionId + ", " + length + " octets]";
  }
}
