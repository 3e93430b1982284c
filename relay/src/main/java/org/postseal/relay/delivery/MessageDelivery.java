package org.postseal.relay.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.postseal.observation.Attribute;
import org.postseal.observation.Leg;
import org.postseal.observation.MessageSpan;
import org.postseal.observation.MessageTraces;
import org.postseal.relay.retry.RetrySchedule;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.route.Recipient;
import org.postseal.relay.route.RouteTable;
import org.postseal.smtpclient.Outcome;

/**
 * One attempt at one message: a visit of each next hop, each when its turn comes, and then the
 * records that make each recipient's fate safe.
 */
public final class MessageDelivery {
  private static final Logger LOG = Logger.getLogger(MessageDelivery.class);

  /** How an attempt is made. */
  public record Means(RouteTable routes, HopSender sender) {}

  /** How it is recorded. */
  public record Books(
      RecordWriter writer,
      RetrySchedule schedule,
      RelayMetrics metrics,
      MessageTraces traces,
      DeliveryLog log,
      String source) {}

  private final Means means;
  private final Books books;
  private final InstantSource clock;

  public MessageDelivery(Means means, Books books, InstantSource clock) {
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
      var outcomes = means.sender().send(hop, recipients, message);
      if (outcomes.values().stream().allMatch(MessageDelivery::isNoPlace)) {
        return Visit.parked(hop, recipients);
      }
      books.metrics().tried(hop, outcomes, Duration.ofNanos(System.nanoTime() - began));
      return Visit.of(hop, recipients, outcomes);
    } catch (RuntimeException e) {
      LOG.errorf(e, "%s: delivery to %s broke", message.transactionId(), hop);
      books.metrics().fault();
      return new Visit(
          hop,
          recipients,
          Optional.of(all(recipients, new Outcome.Deferred("451 4.3.0 Internal error"))),
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
    var fates = new Fates(message, books.schedule(), books.source(), now);
    for (var visit : visits) {
      note(visit, fates);
    }
    books.writer().store(fates.records());
    var latency = Duration.between(message.envelope().receivedAt(), now);
    for (var visit : visits) {
      tell(message, visit, latency);
    }
  }

  private static void note(Visit visit, Fates fates) {
    if (visit.fault().isPresent()) {
      fates.broke(visit.hop(), visit.forwardPaths(), visit.fault().get());
    } else if (visit.outcomes().isPresent()) {
      fates.tried(visit.hop(), visit.outcomes().get());
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
