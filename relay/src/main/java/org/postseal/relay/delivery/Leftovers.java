package org.postseal.relay.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.topics.DueReport;
import org.postseal.topics.MailTopic;
import org.postseal.topics.RecordGroup;
import org.postseal.topics.RecordHeader;
import org.postseal.topics.RetryRecord;

/**
 * The records of a message for some of its recipients: to be tried again, to be reported about, or
 * for the operators. Pure.
 */
final class Leftovers {
  private final DueMessage message;
  private final Instant firstAttemptAt;

  /**
   * What a retry record says beside the message.
   *
   * @param attempts made so far
   * @param why the last failure
   * @param delayReportedAt when the sender was told that the message is late
   * @param owed a report that is yet to be written
   */
  record Due(
      int attempts,
      Instant at,
      String why,
      Optional<Instant> delayReportedAt,
      Optional<DueReport> owed) {}

  Leftovers(DueMessage message, Instant firstAttemptAt) {
    this.message = message;
    this.firstAttemptAt = firstAttemptAt;
  }

  RetryRecord retry(List<String> recipients, Due due) {
    var content = message.content();
    return new RetryRecord(
        message.transactionId(),
        message.origin(),
        message.envelope().withForwardPaths(recipients),
        new RetryRecord.State(
            due.attempts(),
            firstAttemptAt,
            due.at(),
            due.why(),
            content.length(),
            content.sha256(),
            message.stored(),
            due.delayReportedAt(),
            due.owed()),
        message.stored().isPresent() ? Optional.empty() : Optional.of(content.pieces().getFirst()),
        message.trace());
  }

  List<ProducerRecord<byte[], byte[]>> quarantine(List<String> recipients, String lastFailure) {
    var records =
        RecordGroup.of(
                MailTopic.QUARANTINE,
                message.transactionId(),
                message.origin(),
                message.envelope().withForwardPaths(recipients),
                message.content().pieces().stream().map(ByteBuffer::wrap).toList())
            .inTrace(message.trace())
            .records();
    var reason = ("undeliverable: " + lastFailure).getBytes(StandardCharsets.UTF_8);
    records.forEach(record -> record.headers().add(RecordHeader.REASON.headerName(), reason));
    return records;
  }
}
