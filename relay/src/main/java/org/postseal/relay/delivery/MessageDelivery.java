package org.postseal.relay.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.postseal.observation.Attribute;
import org.postseal.observation.Leg;
import org.postseal.observation.MessageSpan;
import org.postseal.observation.MessageTraces;
import org.postseal.relay.desk.OrderBook;
import org.postseal.relay.desk.Returning;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.route.Recipient;
import org.postseal.relay.route.RouteTable;
import org.postseal.smtpclient.Outcome;
import org.postseal.topics.DueReport;
import org.postseal.topics.TransactionId;

/**
 * One attempt at one message: a visit of each next hop, each when its turn comes, and then the
 * records that make each recipient's fate safe, reports to the sender among them.
 */
public final class MessageDelivery {
  private static final Logger LOG = Logger.getLogger(MessageDelivery.class);

  /** How an attempt is made. */
  record Means(RouteTable routes, HopSender sender, OrderBook orders) {}

  /** How it is recorded. */
  record Books(
      RecordWriter writer,
      Fates.Plan plan,
      ReportDesk reports,
      RelayMetrics metrics,
      MessageTraces traces,
      DeliveryLog log,
      String source) {}

  private final Means means;
  private final Books books;
  private final InstantSource clock;

  MessageDelivery(Means means, Books books, InstantSource clock) {
    this.means = means;
    this.books = books;
    this.clock = clock;
  }

  /** Whom to visit, and for which recipients. */
  Map<NextHop, List<Recipient>> hops(List<String> forwardPaths) {
    return means.routes().nextHops(forwardPaths);
  }

  /** An attempt begins. */
  MessageSpan begin(DueMessage message) {
    return books
        .traces()
        .goOn(Leg.DELIVER, message.trace())
        .with(Attribute.TRANSACTION, message.transactionId().value())
        .with(Attribute.ATTEMPT, message.history().attempts() + 1L);
  }

  /**
   * Visits one next hop. Blocks. What breaks here is a fault of ours, and an outcome like others.
   */
  Visit visit(NextHop hop, List<Recipient> recipients, DueMessage message, MessageSpan whole) {
    var span =
        whole
            .child(Leg.NEXT_HOP)
            .with(Attribute.ROUTE, hop.kind())
            .with(Attribute.RECIPIENTS, recipients.size());
    try (var _ = span.makeCurrent()) {
      var visit = visit(hop, recipients, message);
      span.with(Attribute.OUTCOME, visit.outcome());
      return visit;
    } finally {
      span.end();
    }
  }

  private Visit visit(NextHop hop, List<Recipient> recipients, DueMessage message) {
    long began = System.nanoTime();
    try {
      var handed = means.sender().send(hop, recipients, message);
      var outcomes = handed.outcomes();
      if (outcomes.values().stream().allMatch(MessageDelivery::isNoPlace)) {
        return Visit.parked(hop, recipients);
      }
      books.metrics().tried(hop, outcomes, Duration.ofNanos(System.nanoTime() - began));
      return Visit.of(hop, recipients, handed);
    } catch (RuntimeException e) {
      LOG.errorf(e, "%s: delivery to %s broke", message.transactionId(), hop);
      books.metrics().fault();
      return new Visit(
          hop,
          recipients,
          Optional.of(all(recipients, new Outcome.Deferred("451 4.3.0 Internal error"))),
          Map.of(),
          Optional.of(firstLine(e)));
    }
  }

  /** The client found no place at the host, and did not try (RFC 3463: 4.4.5 congestion). */
  private static boolean isNoPlace(Outcome outcome) {
    return outcome instanceof Outcome.Deferred(var reply) && reply.startsWith("451 4.4.5");
  }

  /** What is told of something that broke: its kind and what it said first. */
  static String firstLine(Throwable broken) {
    var text = broken.toString();
    int end = text.indexOf('\n');
    return (end < 0 ? text : text.substring(0, end)).strip();
  }

  static Map<String, Outcome> all(List<Recipient> recipients, Outcome outcome) {
    var outcomes = new LinkedHashMap<String, Outcome>();
    recipients.forEach(recipient -> outcomes.put(recipient.forwardPath(), outcome));
    return outcomes;
  }

  /**
   * Returns when the fate of every recipient is stored.
   *
   * @throws InterruptedException if the process is stopping: the message is not done then
   */
  void conclude(DueMessage message, List<Visit> visits) throws InterruptedException {
    var now = clock.instant();
    if (message.history().owed().isPresent()) {
      report(message, message.history().owed().get(), now);
      return;
    }
    var fates = new Fates(message, books.plan(), books.source(), now);
    for (var visit : visits) {
      note(visit, fates);
    }
    books.writer().store(settled(message, fates, now));
    var latency = Duration.between(message.envelope().receivedAt(), now);
    for (var visit : visits) {
      tell(message, visit, latency);
    }
  }

  /** The recipients' fate is known; what is missing is the report about it. */
  private void report(DueMessage message, DueReport owed, Instant now) throws InterruptedException {
    books.writer().store(books.reports().settle(message, owed, message.history().attempts(), now));
  }

  private List<ProducerRecord<byte[], byte[]>> settled(DueMessage message, Fates fates, Instant now)
      throws InterruptedException {
    books.metrics().quarantined(fates.unreported());
    books.metrics().silent(fates.silent());
    var records = new ArrayList<>(fates.records());
    for (var report : fates.reports()) {
      records.addAll(books.reports().settle(message, report, 0, now));
    }
    return records;
  }

  /** Gives all recipients up with that reply. The records that settle it. Blocks. */
  List<ProducerRecord<byte[], byte[]>> giveUp(Returning.Returned returned, String reply)
      throws InterruptedException {
    var now = clock.instant();
    var message = DueMessage.returned(returned);
    var fates = new Fates(message, books.plan(), books.source(), now);
    hops(returned.envelope().forwardPaths())
        .forEach(
            (hop, recipients) ->
                fates.tried(hop, all(recipients, new Outcome.Failed(reply)), Map.of()));
    return settled(message, fates, now);
  }

  /** Recipients whom operators have taken out of the queue after so many steps of its chain. */
  Set<String> takenOut(TransactionId id, int step, List<String> forwardPaths) {
    return step == 0 ? Set.of() : means.orders().takenOut(id, step, forwardPaths);
  }

  /**
   * Whether operators want nothing delivered there now, to one of these domains or hosts; others
   * that share the hop wait as well.
   */
  boolean isSuspended(List<Recipient> recipients, Collection<String> hosts) {
    return recipients.stream().anyMatch(one -> means.orders().isSuspended(one.forwardPath()))
        || hosts.stream().anyMatch(means.orders()::isHostSuspended);
  }

  private static void note(Visit visit, Fates fates) {
    if (visit.fault().isPresent()) {
      fates.broke(visit.hop(), visit.forwardPaths(), visit.fault().get());
    } else if (visit.outcomes().isPresent()) {
      fates.tried(visit.hop(), visit.outcomes().get(), visit.reached());
    } else {
      fates.parked(visit.hop(), visit.forwardPaths());
    }
  }

  private void tell(DueMessage message, Visit visit, Duration latency) {
    if (visit.outcomes().isEmpty()) {
      books.metrics().parked(visit.hop(), visit.recipients().size());
      return;
    }
    var outcomes = visit.outcomes().get();
    if (outcomes.values().stream().anyMatch(Outcome.Delivered.class::isInstance)) {
      books.metrics().delivered(visit.hop(), latency);
    }
    books.log().tried(message, visit.hop(), outcomes, Math.max(0, latency.toMillis()));
  }
}
