package org.postseal.topics;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One record of an accepted message, on {@code mail.accepted}, {@code mail.quarantine} or {@code
 * mail.held}. A message of at most {@link MailTopic#MAX_RECORD_CONTENT} octets is one record; a
 * longer one is a group of them with one key, hence in one partition and in order. Every record
 * carries the same envelope, count, length and digest, so that each can be judged alone.
 *
 * @param transactionId the key
 * @param origin where the message came from
 * @param envelope from whom, to whom
 * @param index position in the group, from 0
 * @param count records in the group, at least 1
 * @param length octets of the whole message
 * @param sha256 of the whole message, lower-case hex
 * @param content this record's part of the message
 */
public record AcceptedRecord(
    TransactionId transactionId,
    Origin origin,
    Envelope envelope,
    int index,
    int count,
    long length,
    String sha256,
    byte[] content) {

  /** More records than a message of 35 MiB needs; a larger count is a malformed record. */
  private static final int MAX_COUNT = 4096;

  private static final HexFormat HEX = HexFormat.of();

  /**
   * The records of a message. Its octets are copied once, into the records' values.
   *
   * @param topic {@code mail.accepted}, {@code mail.quarantine} or {@code mail.held}
   * @param pieces the message's octets in order; neither positions nor limits are changed
   */
  public static List<ProducerRecord<byte[], byte[]>> group(
      MailTopic topic,
      TransactionId transactionId,
      Origin origin,
      Envelope envelope,
      List<ByteBuffer> pieces) {
    var sha256 = digester();
    long length = 0;
    for (var piece : pieces) {
      sha256.update(piece.duplicate());
      length += piece.remaining();
    }
    var digest = HEX.formatHex(sha256.digest());
    int count = Math.toIntExact(Math.max(1, Math.ceilDiv(length, MailTopic.MAX_RECORD_CONTENT)));
    var key = transactionId.value().getBytes(StandardCharsets.US_ASCII);
    var envelopeJson = Json.write(envelope);
    var values = split(pieces, length, count);
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>(count);
    for (int index = 0; index < count; index++) {
      var record = new ProducerRecord<>(topic.topic(), key, values.get(index));
      var headers = record.headers();
      RecordHeader.ORIGIN.put(headers, origin.word());
      RecordHeader.ENVELOPE.put(headers, envelopeJson);
      RecordHeader.INDEX.put(headers, Integer.toString(index));
      RecordHeader.COUNT.put(headers, Integer.toString(count));
      RecordHeader.LENGTH.put(headers, Long.toString(length));
      RecordHeader.SHA256.put(headers, digest);
      records.add(record);
    }
    return records;
  }

  private static List<byte[]> split(List<ByteBuffer> pieces, long length, int count) {
    var values = new ArrayList<byte[]>(count);
    long left = length;
    for (int i = 0; i < count; i++) {
      int size = (int) Math.min(left, MailTopic.MAX_RECORD_CONTENT);
      values.add(new byte[size]);
      left -= size;
    }
    int at = 0;
    int filled = 0;
    for (var piece : pieces) {
      var source = piece.duplicate();
      while (source.hasRemaining()) {
        var value = values.get(at);
        int n = Math.min(source.remaining(), value.length - filled);
        source.get(value, filled, n);
        filled += n;
        if (filled == value.length && at < count - 1) {
          at++;
          filled = 0;
        }
      }
    }
    return values;
  }

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
        Records.value(record));
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

  private static MessageDigest digester() {
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
