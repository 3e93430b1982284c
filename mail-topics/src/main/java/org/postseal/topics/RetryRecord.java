package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A message some of whose recipients are still due, on a {@code mail.retry.<delay>} topic. Content
 * that was one record travels along; content of several stays where it is and is found again by its
 * coordinates.
 *
 * @param transactionId its key
 * @param origin where the message came from
 * @param envelope whose forward-paths are the recipients still due
 * @param state attempts so far and when to try again
 * @param content the message, if it was one record; else empty
 * @param trace what the message is part of, if anybody traces it
 */
public record RetryRecord(
    TransactionId transactionId,
    Origin origin,
    Envelope envelope,
    State state,
    Optional<byte[]> content,
    Optional<TraceParent> trace) {

  /**
   * What has happened so far.
   *
   * @param attempts deliveries tried, all of which ended in a 4xx or without a reply
   * @param firstAttemptAt when it was first tried, or parked: the give-up time counts from here
   * @param dueAt not to be tried before
   * @param lastFailure the next hop's last reply, or what went wrong, for people
   * @param length octets of the message
   * @param sha256 of the message, lower-case hex
   * @param stored where content of several records lies
   * @param delayReportedAt when the sender was told that the message is late; empty if not yet
   * @param owed a report that is still to be written; then nothing is delivered to the recipients
   * @param chain how it came here; empty in records of versions that did not say
   * @param hosts names and addresses of the hosts that were tried last; empty if there were none,
   *     or in records of versions that did not say
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record State(
      int attempts,
      Instant firstAttemptAt,
      Instant dueAt,
      String lastFailure,
      long length,
      String sha256,
      Optional<Coordinates> stored,
      Optional<Instant> delayReportedAt,
      Optional<DueReport> owed,
      Optional<Chain> chain,
      Optional<List<String>> hosts) {

    /** Of a chain nothing is known of, about which nothing was reported. */
    public State(
        int attempts,
        Instant firstAttemptAt,
        Instant dueAt,
        String lastFailure,
        long length,
        String sha256,
        Optional<Coordinates> stored) {
      this(
          attempts,
          firstAttemptAt,
          dueAt,
          lastFailure,
          length,
          sha256,
          stored,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /**
   * The chain of records of one message: each is written once, when the one before it is finished.
   *
   * @param step how many records of the chain there are, this one included
   * @param faults attempts that broke here, not at the next hop
   * @param source the record, or first record of a group, this one follows
   */
  public record Chain(int step, int faults, Coordinates source) {}

  /**
   * The records of a group on its topic.
   *
   * @param offsets of its records, in order
   */
  public record Coordinates(String topic, int partition, List<Long> offsets) {
    public Coordinates {
      offsets = List.copyOf(offsets);
    }
  }

  /** The record for one of the retry topics. */
  public ProducerRecord<byte[], byte[]> toRecord(MailTopic retryTopic) {
    var record =
        new ProducerRecord<>(
            retryTopic.topic(),
            transactionId.value().getBytes(StandardCharsets.US_ASCII),
            content.orElseGet(() -> new byte[0]));
    var headers = record.headers();
    RecordHeader.ORIGIN.put(headers, origin.word());
    RecordHeader.ENVELOPE.put(headers, Json.write(envelope));
    RecordHeader.RETRY.put(headers, Json.write(state));
    trace.ifPresent(parent -> parent.putInto(headers));
    return record;
  }

  /** Reads a retry record. */
  public static RetryRecord of(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException {
    var headers = record.headers();
    var state = Json.read(RecordHeader.RETRY.octets(headers), State.class);
    var value = Records.value(record);
    if (state.stored().isEmpty()
        && !AcceptedRecord.isWhole(List.of(value), state.length(), state.sha256())) {
      throw new MalformedRecordException("length or SHA-256 of the content is wrong");
    }
    return new RetryRecord(
        Records.transactionId(record),
        Origin.of(RecordHeader.ORIGIN.text(headers)),
        Json.read(RecordHeader.ENVELOPE.octets(headers), Envelope.class),
        state,
        state.stored().isPresent() ? Optional.empty() : Optional.of(value),
        TraceParent.of(headers));
  }

  @Override
  public String toString() {
    return "RetryRecord[" + transactionId + " " + state + "]";
  }
}
