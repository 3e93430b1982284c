package org.postseal.relay.dsn;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.postseal.topics.Envelope;
import org.postseal.topics.TransactionId;

/**
 * A report as a message of its own, without its signature.
 *
 * @param transactionId its own
 * @param envelope with the null reverse-path, to the sender of the message it is about
 * @param author what From says, a mailbox
 * @param pieces its octets; those of the returned message are not copied
 */
public record Notification(
    TransactionId transactionId, Envelope envelope, String author, List<ByteBuffer> pieces) {
  public Notification {
    pieces = List.copyOf(pieces);
  }

  /** The octets with a signature's fields before them. */
  public List<ByteBuffer> signed(byte[] fields) {
    var all = new ArrayList<ByteBuffer>(pieces.size() + 1);
    all.add(ByteBuffer.wrap(fields));
    all.addAll(pieces);
    return all;
  }

  @Override
  public String toString() {
    return "Notification[" + transactionId + "]";
  }
}
