package org.postseal.topics;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One record of an accepted message (see {@link RecordGroup}), on {@code mail.accepted}, {@code
 * mail.quarantine} or {@code mail.held}. A message of at most {@link MailTopic#MAX_RECORD_CONTENT}
 * octets is one record; a longer one is a group of them with one key, hence in one partition and in
 * order. Every record carries the same envelope, count, length and digest, so that each can be
 * judged alone.
 *
 * @param transactionId the key
 * @param origin where the message came from
 * @param envelope from whom, to whom
 * @param index position in the group, from 0
 * @param count records in the group, at least 1
 * @param length octets of the whole message
 * @param sha256 of the whole message, lower-case hex
 * @param content this record's part of the message
 * @param trace what it is part of, if anybody traces it
 */
public record AcceptedRecord(
    TransactionId transactionId,
    Origin origin,
    Envelope envelope,
    int index,
    int count,
    long length,
    String sha256,
    byte[] content,
    Optional<TraceParent> trace) {

  /** More records than a message of 35 MiB needs; a larger count is a malformed record. */
  private static final int MAX_COUNT = 4096;

  static final HexFormat HEX = HexFormat.of();

  /** Reads one record of a message. */
  public static AcceptedRecord of(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    var headers = record.headers();
    int count = (int) RecordHeader.COUNT.number(headers, MAX_COUNT);
    int index = (int) RecordHeader.INDEX.number(headers, MAX_COUNT);
    if (count == 0 || index >= count) {
      throw new MalformedRecordException("record " + index + " of a group of " + count);
    }
    return new AcceptedRecord(
        Records.transactionId(record),
        Origin.of(RecordHeader.ORIGIN.text(headers)),
        Json.read(RecordHeader.ENVELOPE.octets(headers), Envelope.class),
        index,
        count,
        RecordHeader.LENGTH.number(headers, Integer.MAX_VALUE),
        RecordHeader.SHA256.text(headers),
        Records.value(record),
        TraceParent.of(headers));
  }

  /** Whether the pieces, in order, are the message these records were made of. */
  static boolean isWhole(List<byte[]> pieces, long length, String sha256) {
    var digest = digester();
    long sum = 0;
    for (var piece : pieces) {
      digest.update(piece);
      sum += piece.length;
    }
    return sum == length && HEX.formatHex(digest.digest()).equals(sha256);
  }

  static MessageDigest digester() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "AcceptedRecord[" + transactionId + " " + index + "/" + count + " of " + length + "]";
  }
}
