package org.postseal.topics;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A message as the records it is written in: one, or several where its content is longer than
 * {@link MailTopic#MAX_RECORD_CONTENT}. Each record is made, and its part of the octets copied,
 * only when asked for, so that a long message needs no second copy of itself at any one time.
 */
public final class RecordGroup {
  private final MailTopic topic;
  private final TransactionId transactionId;
  private final Origin origin;
  private final byte[] envelope;
  private final List<ByteBuffer> pieces;
  private final long length;
  private final String sha256;
  private Optional<TraceParent> trace = Optional.empty();
  private Optional<String> holding = Optional.empty();

  private RecordGroup(
      MailTopic topic,
      TransactionId transactionId,
      Origin origin,
      Envelope envelope,
      List<ByteBuffer> pieces) {
    this.topic = topic;
    this.transactionId = transactionId;
    this.origin = origin;
    this.envelope = Json.write(envelope);
    this.pieces = List.copyOf(pieces);
    var digest = AcceptedRecord.digester();
    long octets = 0;
    for (var piece : pieces) {
      digest.update(piece.duplicate());
      octets += piece.remaining();
    }
    this.length = octets;
    this.sha256 = AcceptedRecord.HEX.formatHex(digest.digest());
  }

  /**
   * The group of a message.
   *
   * @param topic {@code mail.accepted}, {@code mail.quarantine} or {@code mail.held}
   * @param pieces the message's octets in order, unchanged until the last record was made; neither
   *     positions nor limits are changed
   */
  public static RecordGroup of(
      MailTopic topic,
      TransactionId transactionId,
      Origin origin,
      Envelope envelope,
      List<ByteBuffer> pieces) {
    return new RecordGroup(topic, transactionId, origin, envelope, pieces);
  }

  /** Makes the records that are made from now on part of a trace. */
  public RecordGroup inTrace(Optional<TraceParent> parent) {
    trace = parent;
    return this;
  }

  /**
   * On the compacted {@code mail.held} each record has a key of its own, so that none of a group
   * replaces another and each can be deleted: the transaction id, the holding's name and the index.
   *
   * @param name of this holding, without a slash
   */
  public RecordGroup heldAs(String name) {
    holding = Optional.of(name);
    return this;
  }

  /** The record that deletes one of {@code mail.held}. */
  public static ProducerRecord<byte[], byte[]> deleted(
      TransactionId transactionId, String holding, int index) {
    return new ProducerRecord<>(
        MailTopic.HELD.topic(),
        MailTopic.HELD.partitionOf(transactionId),
        key(transactionId, holding, index),
        null);
  }

  private static byte[] key(TransactionId transactionId, String holding, int index) {
    return (transactionId + "/" + holding + "/" + index).getBytes(StandardCharsets.US_ASCII);
  }

  /** How many records, at least 1. */
  public int count() {
    return Math.toIntExact(Math.max(1, Math.ceilDiv(length, MailTopic.MAX_RECORD_CONTENT)));
  }

  /** All records; only for messages that may be in memory twice. */
  public List<ProducerRecord<byte[], byte[]>> records() {
    return IntStream.range(0, count()).mapToObj(this::record).toList();
  }

  /** Makes one record, from 0 to {@link #count()}, exclusive. */
  public ProducerRecord<byte[], byte[]> record(int index) {
    long from = (long) index * MailTopic.MAX_RECORD_CONTENT;
    int size = (int) Math.min(length - from, MailTopic.MAX_RECORD_CONTENT);
    var record =
        holding
            .map(
                name ->
                    new ProducerRecord<>(
                        topic.topic(),
                        topic.partitionOf(transactionId),
                        key(transactionId, name, index),
                        copy(from, size)))
            .orElseGet(
                () ->
                    new ProducerRecord<>(
                        topic.topic(),
                        transactionId.value().getBytes(StandardCharsets.US_ASCII),
                        copy(from, size)));
    var headers = record.headers();
    RecordHeader.ORIGIN.put(headers, origin.word());
    RecordHeader.ENVELOPE.put(headers, envelope);
    RecordHeader.INDEX.put(headers, Integer.toString(index));
    RecordHeader.COUNT.put(headers, Integer.toString(count()));
    RecordHeader.LENGTH.put(headers, Long.toString(length));
    RecordHeader.SHA256.put(headers, sha256);
    trace.ifPresent(parent -> parent.putInto(headers));
    return record;
  }

  private byte[] copy(long from, int size) {
    var value = new byte[size];
    int filled = 0;
    long pieceStart = 0;
    for (var piece : pieces) {
      long skip = Math.max(0, from + filled - pieceStart);
      if (filled < size && skip < piece.remaining()) {
        int part = (int) Math.min(size - filled, piece.remaining() - skip);
        piece.get(piece.position() + (int) skip, value, filled, part);
        filled += part;
      }
      pieceStart += piece.remaining();
    }
    return value;
  }
}
