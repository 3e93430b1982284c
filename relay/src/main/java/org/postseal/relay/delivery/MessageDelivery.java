package org.postseal.relay.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
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

/**
 * One attempt at one message: every next hop that has a free slot, at the same time, and then the
 * records that make each recipient's fate safe, reports to the sender among them.
 */
public final class MessageDelivery {

  /** How an attempt is made. */
  record Means(RouteTable routes, DestinationSlots slots, HopSender sender, OrderBook orders) {}

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
  private final ExecutorService threads;
  private final InstantSource clock;

  MessageDelivery(Means means, Books books, ExecutorService threads, InstantSource clock) {
    this.means = means;
    this.books = books;
    this.threads = threads;
    this.clock = clock;
  }

  /** What one next hop came to; no outcomes if it was busy and the recipients are to be parked. */
  private record Visit(
      NextHop hop,
      List<Recipient> recipients,
      Optional<Map<String, Outcome>> outcomes,
      Map<String, Reached> reached) {

    /** In one word; {@code mixed} where recipients fared differently. */
    String outcome() {
      return outcomes
          .map(
              all -> {
                var words = all.values().stream().map(Outcome::word).distinct().toList();
                return words.size() == 1 ? words.getFirst() : "mixed";
              })
          .orElse("parked");
    }
  }

  /**
   * Returns when the fate of every recipient is stored.
   *
   * @throws InterruptedException if the process is stopping: the message is not done then
   */
  void deliver(DueMessage arrived) throws InterruptedException {
    var still = withoutTakenOut(arrived);
    if (still.isEmpty()) {
      return;
    }
    var message = still.get();
    var span =
        books
            .traces()
            .goOn(Leg.DELIVER, message.trace())
            .with(Attribute.TRANSACTION, message.transactionId().value())
            .with(Attribute.ATTEMPT, message.history().attempts() + 1L);
    try {
      if (message.history().owed().isPresent()) {
        report(message, message.history().owed().get());
      } else {
        deliver(message, span);
      }
    } finally {
      span.end();
    }
  }

  /** What operators have taken out of the queue, or do not want delivered now, is not tried. */
  private Optional<DueMessage> withoutTakenOut(DueMessage message) {
    var paths = message.envelope().forwardPaths();
    var out = means.orders().takenOut(message.transactionId(), message.history().attempts(), paths);
    if (out.isEmpty() || message.history().equals(DueMessage.History.NONE)) {
      return Optional.of(message);
    }
    var left = paths.stream().filter(path -> !out.contains(path)).toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(message.withForwardPaths(left));
  }

  /** Gives all recipients up with that reply. The records that settle it. Blocks. */
  List<ProducerRecord<byte[], byte[]>> giveUp(Returning.Returned returned, String reply)
      throws InterruptedException {
    var now = clock.instant();
    var message = DueMessage.returned(returned);
    var fates = new Fates(message, books.plan(), books.source(), now);
    means
        .routes()
        .nextHops(returned.envelope().forwardPaths())
        .forEach(
            (hop, recipients) ->
                fates.tried(
                    hop,
                    recipients.stream()
                        .collect(
                            Collectors.toMap(
                                Recipient::forwardPath, _ -> new Outcome.Failed(reply))),
                    Map.of()));
    return settled(message, fates, now);
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

  /** The recipients' fate is known; what is missing is the report about it. */
  private void report(DueMessage message, DueReport owed) throws InterruptedException {
    books
        .writer()
        .store(
            books.reports().settle(message, owed, message.history().attempts(), clock.instant()));
  }

  private void deliver(DueMessage message, MessageSpan span) throws InterruptedException {
    var visits = visits(message, span);
    var now = clock.instant();
    var fates = new Fates(message, books.plan(), books.source(), now);
    for (var visit : visits) {
      if (visit.outcomes().isPresent()) {
        fates.tried(visit.hop(), visit.outcomes().get(), visit.reached());
        if (visit.outcomes().get().values().stream()
            .anyMatch(Outcome.Delivered.class::isInstance)) {
          books
              .metrics()
              .delivered(visit.hop(), Duration.between(message.envelope().receivedAt(), now));
        }
      } else {
        books.metrics().parked(visit.hop(), visit.recipients().size());
        fates.parked(visit.hop(), visit.recipients().stream().map(Recipient::forwardPath).toList());
      }
    }
    books.writer().store(settled(message, fates, now));
    long latency = Math.max(0, Duration.between(message.envelope().receivedAt(), now).toMillis());
    for (var visit : visits) {
      visit
          .outcomes()
          .ifPresent(outcomes -> books.log().tried(message, visit.hop(), outcomes, latency));
    }
  }

  private List<Visit> visits(DueMessage message, MessageSpan span) throws InterruptedException {
    var hops = means.routes().nextHops(message.envelope().forwardPaths());
    if (hops.size() == 1) {
      var only = hops.entrySet().iterator().next();
      return List.of(visit(only.getKey(), only.getValue(), message, span));
    }
    var running = new ArrayList<Future<Visit>>(hops.size());
    hops.forEach(
        (hop, recipients) ->
            running.add(threads.submit(() -> visit(hop, recipients, message, span))));
    var visits = new ArrayList<Visit>(hops.size());
    for (var visit : running) {
      try {
        visits.add(visit.get());
      } catch (ExecutionException e) {
        // Outcomes are values; what is left is being told to stop, and bugs.
        if (e.getCause() instanceof InterruptedException) {
          throw new InterruptedException();
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    return visits;
  }

  private Visit visit(
      NextHop hop, List<Recipient> recipients, DueMessage message, MessageSpan whole)
      throws InterruptedException {
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

  private Visit visit(NextHop hop, List<Recipient> recipients, DueMessage message)
      throws InterruptedException {
    // all of them: a domain is suspended, and others that share its hop wait with it
    if (recipients.stream().anyMatch(one -> means.orders().isSuspended(one.forwardPath()))
        || !means.slots().take(hop)) {
      return new Visit(hop, recipients, Optional.empty(), Map.of());
    }
    long began = System.nanoTime();
    try {
      var handed = means.sender().send(hop, recipients, message);
      var outcomes = handed.outcomes();
      books.metrics().tried(hop, outcomes, Duration.ofNanos(System.nanoTime() - began));
      return new Visit(hop, recipients, Optional.of(outcomes), handed.reached());
    } finally {
      means.slots().giveBack(hop);
    }
  }
}
