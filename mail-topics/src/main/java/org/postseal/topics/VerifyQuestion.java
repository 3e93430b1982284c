package org.postseal.topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.authentication.message.DigestedMessage;

/**
 * The question on {@code mail.verify}: is this message what it claims to be? It carries the header
 * section and the digests, never a body.
 *
 * @param transactionId the key
 * @param asker who waits, and how long
 * @param envelope from whom, to whom, through which client
 * @param message header section and digests, as they arrived
 */
public record VerifyQuestion(
    TransactionId transactionId, Asker asker, Envelope envelope, DigestedMessage message) {

  /** The record of this question, for a partition of the asker's choice. */
  public ProducerRecord<byte[], byte[]> toRecord(int partition) {
    return Questions.record(MailTopic.VERIFY, partition, transactionId, asker, envelope, message);
  }

  /** Reads a question. */
  public static VerifyQuestion of(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    return new VerifyQuestion(
        Records.transactionId(record),
        Questions.asker(record),
        Questions.envelope(record),
        Questions.message(record));
  }
}
