package org.postseal.relay.desk;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.topics.Envelope;
import org.postseal.topics.Origin;
import org.postseal.topics.TransactionId;

/** Gives a message up in an operator's name, so that its sender hears of it. */
public interface Returning {

  /**
   * What is given up.
   *
   * @param content its octets, in pieces
   */
  record Returned(
      TransactionId transactionId,
      Origin origin,
      Envelope envelope,
      List<byte[]> content,
      long length,
      int attempts) {}

  /** The records that settle it: an event for each recipient, and the report. Blocks. */
  List<ProducerRecord<byte[], byte[]>> records(Returned message, String reply)
      throws InterruptedException;
}
