package org.postseal.relay.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.relay.dsn.Wishes;
import org.postseal.relay.retry.RetrySchedule;
import org.postseal.relay.retry.RetrySchedule.Next;
import org.postseal.relay.route.NextHop;
import org.postseal.smtpclient.Outcome;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeliveryFact;
import org.postseal.topics.DueReport;
import org.postseal.topics.MailTopic;

/**
 * Turns what became of each recipient in one attempt into what makes it safe: an event for each, a
 * retry record for those due again, a report to the sender where he may be told and wants to be,
 * quarantine for those given up of whom nobody can be told. Pure.
 */
final class Fates {

  /** So many attempts may break here, not at the next hop, before the message is given up. */
  static final int MOST_FAULTS = 5;

  private static final String BUSY = "451 4.4.5 The destination is busy; parked";

  private final DueMessage message;
  private final Plan plan;
  private final String source;
  private final Instant now;
  private final Instant firstAttemptAt;
  private final Leftovers leftovers;

  private final List<ProducerRecord<byte[], byte[]>> facts = new ArrayList<>();
  private final List<String> deferred = new ArrayList<>();
  private final Set<String> hosts = new LinkedHashSet<>();
  private final List<String> parked = new ArrayList<>();
  private final List<String> undeliverable = new ArrayList<>();
  private final List<DueReport.Told> failures = new ArrayList<>();
  private final List<DueReport.Told> delays = new ArrayList<>();
  private final List<DueReport.Told> successes = new ArrayList<>();
  private int silent;
  private boolean broken;
  private String lastDeferral = "";
  private String lastFailure = "";

  /**
   * When things happen that are not tried at once.
   *
   * @param delayReportedAfter how long after the first attempt a sender hears of a delay
   */
  record Plan(RetrySchedule schedule, Duration delayReportedAfter) {}

  Fates(DueMessage message, Plan plan, String source, Instant now) {
    this.message = message;
    this.plan = plan;
    this.source = source;
    this.now = now;
    this.firstAttemptAt = message.history().firstAttemptAt().orElse(now);
    this.leftovers = new Leftovers(message, firstAttemptAt);
  }

  /** One attempt at one next hop, as its events tell it. */
  private record Tried(NextHop hop, int attempt, Reached reached) {}

  /** Notes that an attempt broke here. Some of these are tried again, with the usual delays. */
  void broke(NextHop hop, List<String> recipients, String fault) {
    broken = true;
    var tried = new Tried(hop, message.history().attempts() + 1, Reached.NOBODY);
    var reply = "451 4.3.0 Internal error: " + fault;
    for (var recipient : recipients) {
      if (message.history().faults() + 1 >= MOST_FAULTS) {
        // what broke here is for operators to see, and no affair of the sender's
        keep(tried, recipient, "554 5.3.0 Internal error: " + fault);
      } else {
        defer(tried, recipient, reply);
      }
    }
  }

  /** Notes the outcomes of one next hop, by forward-path. */
  void tried(NextHop hop, Map<String, Outcome> outcomes, Map<String, Reached> reached) {
    outcomes.forEach(
        (recipient, outcome) -> {
          var tried =
              new Tried(
                  hop,
                  message.history().attempts() + 1,
                  reached.getOrDefault(recipient, Reached.NOBODY));
          switch (outcome) {
            case Outcome.Delivered(var reply) -> delivered(tried, recipient, reply);
            case Outcome.Failed(var reply) -> giveUp(tried, recipient, reply);
            case Outcome.Deferred(var reply) -> defer(tried, recipient, reply);
          }
        });
  }

  private void delivered(Tried tried, String recipient, String reply) {
    fact(CloudEvent.Type.DELIVERED, data(tried, recipient, reply, Optional.empty()));
    if (!tried.reached().reportsItself()
        && Wishes.areFor(DueReport.Kind.SUCCESS, message.envelope(), recipient)) {
      var action = tried.hop().isFinal() ? DueReport.Action.DELIVERED : DueReport.Action.RELAYED;
      successes.add(told(tried, recipient, action, reply));
    }
  }

  private void defer(Tried tried, String recipient, String reply) {
    switch (plan.schedule().afterAttempt(tried.attempt(), firstAttemptAt, now)) {
      case Next.GiveUp() -> giveUp(tried, recipient, reply);
      case Next.Again(_, var dueAt) -> {
        deferred.add(recipient);
        tried.reached().via().ifPresent(this::remember);
        lastDeferral = reply;
        fact(CloudEvent.Type.DELIVERY_DEFERRED, data(tried, recipient, reply, Optional.of(dueAt)));
        if (isLate() && Wishes.areFor(DueReport.Kind.DELAY, message.envelope(), recipient)) {
          delays.add(told(tried, recipient, DueReport.Action.DELAYED, reply));
        }
      }
    }
  }

  private void remember(DeliveryFact.Via host) {
    hosts.add(host.host());
    host.address().ifPresent(hosts::add);
  }

  private boolean isLate() {
    return message.history().delayReportedAt().isEmpty()
        && !now.isBefore(firstAttemptAt.plus(plan.delayReportedAfter()));
  }

  private void giveUp(Tried tried, String recipient, String reply) {
    if (Wishes.areForSilence(message.envelope(), recipient)) {
      fact(CloudEvent.Type.UNDELIVERABLE, data(tried, recipient, reply, Optional.empty()));
      silent++;
    } else if (Wishes.areFor(DueReport.Kind.FAILURE, message.envelope(), recipient)) {
      fact(CloudEvent.Type.UNDELIVERABLE, data(tried, recipient, reply, Optional.empty()));
      failures.add(told(tried, recipient, DueReport.Action.FAILED, reply));
    } else {
      keep(tried, recipient, reply);
    }
  }

  /** Given up, and nobody is told but operators. */
  private void keep(Tried tried, String recipient, String reply) {
    fact(CloudEvent.Type.UNDELIVERABLE, data(tried, recipient, reply, Optional.empty()));
    undeliverable.add(recipient);
    lastFailure = reply;
  }

  private static DueReport.Told told(
      Tried tried, String recipient, DueReport.Action action, String reply) {
    return new DueReport.Told(recipient, action, reply, tried.reached().remoteMta());
  }

  /** Notes recipients whose destination was busy. They were not tried. */
  void parked(NextHop hop, List<String> recipients) {
    var tried = new Tried(hop, message.history().attempts(), Reached.NOBODY);
    var dueAt = Optional.of(plan.schedule().parked(now).dueAt());
    for (var recipient : recipients) {
      parked.add(recipient);
      fact(CloudEvent.Type.DELIVERY_DEFERRED, data(tried, recipient, BUSY, dueAt));
    }
  }

  private DeliveryFact data(
      Tried tried, String recipient, String reply, Optional<Instant> nextAttemptAt) {
    long latency = Duration.between(message.envelope().receivedAt(), now).toMillis();
    return new DeliveryFact(
        recipient,
        tried.hop().name(),
        reply,
        tried.attempt(),
        Math.max(0, latency),
        nextAttemptAt,
        tried.reached().via(),
        Optional.of(tried.reached().tlsSessions()).filter(some -> !some.isEmpty()));
  }

  private void fact(CloudEvent.Type type, DeliveryFact data) {
    facts.add(
        CloudEvent.of(type, source, message.transactionId().value(), now, data)
            .inTrace(message.trace())
            .toRecord(MailTopic.DELIVERIES));
  }

  /** What the sender is to be told now: all of one kind in one report. */
  List<DueReport> reports() {
    int attempt = message.history().attempts() + 1;
    var reports = new ArrayList<DueReport>();
    if (!failures.isEmpty()) {
      reports.add(
          new DueReport(
              message.transactionId(),
              DueReport.Kind.FAILURE,
              attempt,
              now,
              Optional.empty(),
              failures));
    }
    if (!delays.isEmpty()) {
      var until = firstAttemptAt.plus(plan.schedule().giveUpAfter());
      reports.add(
          new DueReport(
              message.transactionId(),
              DueReport.Kind.DELAY,
              attempt,
              now,
              Optional.of(until),
              delays));
    }
    if (!successes.isEmpty()) {
      reports.add(
          new DueReport(
              message.transactionId(),
              DueReport.Kind.SUCCESS,
              attempt,
              now,
              Optional.empty(),
              successes));
    }
    return reports;
  }

  /** Recipients given up whose sender does not want to know. */
  int silent() {
    return silent;
  }

  /** Recipients given up of whom nobody can be told. */
  int unreported() {
    return undeliverable.size();
  }

  /**
   * The records that have to be stored, with those of the reports, before the message may be
   * acknowledged.
   */
  List<ProducerRecord<byte[], byte[]>> records() {
    var records = new ArrayList<>(facts);
    int attempts = message.history().attempts();
    var reported = delays.isEmpty() ? message.history().delayReportedAt() : Optional.of(now);
    if (!deferred.isEmpty()
        && plan.schedule().afterAttempt(attempts + 1, firstAttemptAt, now)
            instanceof Next.Again(var topic, var dueAt)) {
      records.add(
          leftovers
              .retry(
                  deferred,
                  new Leftovers.Due(
                      attempts + 1, dueAt, lastDeferral, reported, broken, List.copyOf(hosts)))
              .toRecord(topic));
    }
    if (!parked.isEmpty()) {
      var next = plan.schedule().parked(now);
      records.add(
          leftovers
              .retry(
                  parked,
                  new Leftovers.Due(
                      attempts,
                      next.dueAt(),
                      BUSY,
                      message.history().delayReportedAt(),
                      broken,
                      List.of()))
              .toRecord(next.topic()));
    }
    if (!undeliverable.isEmpty()) {
      records.addAll(leftovers.quarantine(undeliverable, lastFailure));
    }
    return records;
  }
}
