package org.postseal.relay.desk;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.topics.Envelope;
import org.postseal.topics.Origin;
import org.postseal.topics.RetryRecord.Coordinates;
import org.postseal.topics.TransactionId;

/** Gives a message up in an operator's name, so that its sender hears of it. */
public interface Returning {

  /**
   * What is given up.
   *
   * @param content its octets, in pieces
   * @param stored where content of several records lies
   * @param place where the message lies
   */
  record Returned(
      TransactionId transactionId,
      Origin origin,
      Envelope envelope,
      List<byte[]> content,
      long length,
      String sha256,
      Optional<Coordinates> stored,
      Coordinates place,
      int attempts) {}

  /** The records that settle it: an event for each recipient, and the report. Blocks. */
  List<ProducerRecord<byte[], byte[]>> records(Returned message, String reply)
      throws InterruptedException;
}
