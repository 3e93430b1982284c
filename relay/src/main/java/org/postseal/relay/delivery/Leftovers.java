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
import org.postseal.topics.TransactionId;

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
   * @param broken whether the attempt broke here
   * @param hosts names and addresses of those that were tried
   */
  record Due(
      int attempts,
      Instant at,
      String why,
      Optional<Instant> delayReportedAt,
      boolean broken,
      List<String> hosts) {}

  Leftovers(DueMessage message, Instant firstAttemptAt) {
    this.message = message;
    this.firstAttemptAt = firstAttemptAt;
  }

  /** To be tried again. */
  RetryRecord retry(List<String> recipients, Due due) {
    return record(message.transactionId(), recipients, due, Optional.empty());
  }

  /** A report that is yet to be written: a chain of its own, whose id is the report's. */
  RetryRecord owing(DueReport report, Due due) {
    return record(
        report.transactionId(),
        report.recipients().stream().map(DueReport.Told::recipient).toList(),
        due,
        Optional.of(report));
  }

  private RetryRecord record(
      TransactionId id, List<String> recipients, Due due, Optional<DueReport> owed) {
    var content = message.content();
    return new RetryRecord(
        id,
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
            owed,
            Optional.of(
                new RetryRecord.Chain(
                    message.history().steps() + 1,
                    message.history().faults() + (due.broken() ? 1 : 0),
                    message.source())),
            Optional.of(due.hosts()).filter(hosts -> !hosts.isEmpty())),
        message.stored().isPresent() ? Optional.empty() : Optional.of(content.pieces().getFirst()),
        message.trace());
  }

  List<ProducerRecord<byte[], byte[]>> quarantine(List<String> recipients, String lastFailure) {
    var records =
        RecordGroup.of(
                MailTopic.QUARANTINE,
                message.history().owed().map(DueReport::about).orElseGet(message::transactionId),
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
