package org.postseal.topics;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.authentication.message.DigestedMessage;

/**
 * The question on {@code mail.sign}: may this account send this message, and with which signatures?
 * It carries the header section that is to be signed and the body digest, never a body.
 *
 * @param transactionId the key
 * @param asker who waits, and how long
 * @param envelope from whom, to whom; its account is who submits
 * @param identities what the account may write as: mailboxes, or {@code @domain} for all of a
 *     domain; the signer checks them once more
 * @param message header section and digests, after submission's repairs
 */
public record SignQuestion(
    TransactionId transactionId,
    Asker asker,
    Envelope envelope,
    List<String> identities,
    DigestedMessage message) {

  public SignQuestion {
    identities = List.copyOf(identities);
  }

  /** The record of this question, for a partition of the asker's choice. */
  public ProducerRecord<byte[], byte[]> toRecord(int partition) {
    var record =
        Questions.record(MailTopic.SIGN, partition, transactionId, asker, envelope, message);
    RecordHeader.IDENTITIES.put(record.headers(), Json.write(identities));
    return record;
  }

  /** Reads a question. */
  public static SignQuestion of(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    var identities =
        Arrays.asList(Json.read(RecordHeader.IDENTITIES.octets(record.headers()), String[].class));
    if (identities.contains(null)) {
      throw new MalformedRecordException("an identity is null");
    }
    return new SignQuestion(
        Records.transactionId(record),
        Questions.asker(record),
        Questions.envelope(record),
        identities,
        Questions.message(record));
  }
}
