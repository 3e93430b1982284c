package org.postseal.topics;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The answer to a {@link SignQuestion}, on {@code mail.signatures}.
 *
 * @param transactionId the transaction
 * @param instance the asker
 * @param outcome what the signer did
 */
public record Signatures(TransactionId transactionId, InstanceId instance, Outcome outcome) {

  /** How a signing question ended. */
  public sealed interface Outcome {
    /**
     * The message may go, with these fields prepended.
     *
     * @param fields complete header fields, each ending in CRLF; empty only where the domain's
     *     entry says it is not signed
     */
    record Signed(byte[] fields) implements Outcome {}

    /** The account may not send this, or the message cannot be sent: a 5xx reply. */
    record Refused(ReplyLine reply, String reason) implements Outcome {}

    /** Not now: no key could be had. A 4xx reply; never unsigned mail. */
    record Deferred(ReplyLine reply, String reason) implements Outcome {}
  }

  private enum Word {
    SIGNED,
    REFUSED,
    DEFERRED
  }

  /** The record that carries this answer to its asker's reply partition. */
  public ProducerRecord<byte[], byte[]> toRecord() {
    return switch (outcome) {
      case Outcome.Signed signed -> record(signed.fields(), Word.SIGNED);
      case Outcome.Refused refused -> failure(refused.reply(), refused.reason(), Word.REFUSED);
      case Outcome.Deferred deferred -> failure(deferred.reply(), deferred.reason(), Word.DEFERRED);
    };
  }

  private ProducerRecord<byte[], byte[]> record(byte[] value, Word word) {
    var record =
        new ProducerRecord<>(
            MailTopic.SIGNATURES.topic(),
            instance.replyPartition(),
            transactionId.value().getBytes(StandardCharsets.US_ASCII),
            value);
    RecordHeader.INSTANCE.put(record.headers(), instance.value());
    RecordHeader.OUTCOME.put(record.headers(), word.name().toLowerCase(Locale.ROOT));
    return record;
  }

  private ProducerRecord<byte[], byte[]> failure(ReplyLine reply, String reason, Word word) {
    var record = record(new byte[0], word);
    RecordHeader.REPLY.put(record.headers(), reply.toString());
    RecordHeader.REASON.put(record.headers(), reason);
    return record;
  }

  /** Reads an answer. */
  public static Signatures of(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    var headers = record.headers();
    Word word;
    try {
      word = Word.valueOf(RecordHeader.OUTCOME.text(headers).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException("unknown outcome of a signing question", e);
    }
    var outcome =
        switch (word) {
          case SIGNED -> new Outcome.Signed(Records.value(record));
          case REFUSED -> new Outcome.Refused(reply(record), RecordHeader.REASON.text(headers));
          case DEFERRED -> new Outcome.Deferred(reply(record), RecordHeader.REASON.text(headers));
        };
    return new Signatures(Records.transactionId(record), Records.instance(record), outcome);
  }

  private static ReplyLine reply(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    try {
      return ReplyLine.parse(RecordHeader.REPLY.text(record.headers()));
    } catch (IllegalArgumentException e) {
      throw new MalformedRecordException("not a reply line", e);
    }
  }
}
