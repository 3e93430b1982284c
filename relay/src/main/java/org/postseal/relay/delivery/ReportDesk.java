package org.postseal.relay.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.postseal.relay.dsn.ReportedMessage;
import org.postseal.relay.reporting.Reports;
import org.postseal.relay.retry.RetrySchedule;
import org.postseal.topics.DueReport;

/**
 * Settles what senders are to be told: the report itself; a retry record that owes it, while it
 * cannot be signed; or, where it never can, the quarantine for what failed. Blocks while the signer
 * is asked.
 */
final class ReportDesk {
  private static final Logger LOG = Logger.getLogger(ReportDesk.class);

  private static final String SENT = "sent";
  private static final String DEFERRED = "deferred";
  private static final String IMPOSSIBLE = "impossible";

  /** What can become of a report, as metrics have it. */
  static final List<String> OUTCOMES = List.of(SENT, DEFERRED, IMPOSSIBLE);

  private final Reports reports;
  private final RetrySchedule schedule;
  private final RelayMetrics metrics;

  ReportDesk(Reports reports, RetrySchedule schedule, RelayMetrics metrics) {
    this.reports = reports;
    this.schedule = schedule;
    this.metrics = metrics;
  }

  /**
   * The records that settle a report.
   *
   * @param tries how often it could not be signed before
   * @throws InterruptedException if the process is stopping
   */
  List<ProducerRecord<byte[], byte[]>> settle(
      DueMessage message, DueReport report, int tries, Instant now) throws InterruptedException {
    var about =
        new ReportedMessage(
            report.about(),
            message.envelope(),
            message.content().pieces(),
            message.content().length());
    return switch (reports.compose(about, report, message.trace())) {
      case Reports.Outcome.Composed(var records) -> {
        metrics.reported(report.kind(), SENT);
        yield records;
      }
      case Reports.Outcome.NotNow(var reason) ->
          later(message, report, new Failed(tries, reason), now);
      case Reports.Outcome.Never(var reason) -> never(message, report, reason);
    };
  }

  private record Failed(int tries, String reason) {}

  private List<ProducerRecord<byte[], byte[]>> later(
      DueMessage message, DueReport report, Failed failed, Instant now) {
    return switch (schedule.afterAttempt(failed.tries() + 1, report.at(), now)) {
      case RetrySchedule.Next.GiveUp() -> never(message, report, failed.reason());
      case RetrySchedule.Next.Again(var topic, var dueAt) -> {
        metrics.reported(report.kind(), DEFERRED);
        LOG.warnf(
            "%s: its report (%s) has no signature yet: %s",
            message.transactionId(), report.kind().word(), failed.reason());
        var due =
            new Leftovers.Due(
                failed.tries() + 1, dueAt, failed.reason(), Optional.empty(), false, List.of());
        yield List.of(new Leftovers(message, report.at()).owing(report, due).toRecord(topic));
      }
    };
  }

  /** What failed and cannot be reported is the operators' affair; the rest was good to know. */
  private List<ProducerRecord<byte[], byte[]>> never(
      DueMessage message, DueReport report, String reason) {
    metrics.reported(report.kind(), IMPOSSIBLE);
    LOG.errorf(
        "%s: no report (%s) can be signed: %s",
        message.transactionId(), report.kind().word(), reason);
    if (report.kind() != DueReport.Kind.FAILURE) {
      return List.of();
    }
    metrics.quarantined(report.recipients().size());
    return new Leftovers(message, report.at())
        .quarantine(
            recipients(report),
            report.recipients().getLast().reply()
                + " (and no report can be signed: "
                + reason
                + ")");
  }

  private static List<String> recipients(DueReport report) {
    return report.recipients().stream().map(DueReport.Told::recipient).toList();
  }
}
