package org.postseal.relay.dsn;

import java.util.List;
import org.postseal.topics.Envelope;
import org.postseal.topics.TransactionId;

/**
 * The message a report is about.
 *
 * @param envelope from whom; what its sender asked
 * @param content its octets, in pieces, unchanged until the report is written
 * @param length their sum
 */
public record ReportedMessage(
    TransactionId transactionId, Envelope envelope, List<byte[]> content, long length) {
  public ReportedMessage {
    content = List.copyOf(content);
  }

  @Override
  public String toString() {
    return "ReportedMessage[" + transactionId + ", " + length + " octets]";
  }
}
