package org.postseal.relay.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.relay.retry.RetrySchedule;
import org.postseal.relay.retry.RetrySchedule.Next;
import org.postseal.relay.route.NextHop;
import org.postseal.smtpclient.Outcome;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeliveryFact;
import org.postseal.topics.MailTopic;
import org.postseal.topics.RecordGroup;
import org.postseal.topics.RecordHeader;
import org.postseal.topics.RetryRecord;

/**
 * Turns what became of each recipient in one attempt into the records that make it safe: a retry
 * record for those due again, a quarantine group for those given up, an event for each. Pure.
 */
final class Fates {

  /** So many attempts may break here, not at the next hop, before the message is given up. */
  static final int MOST_FAULTS = 5;

  private static final String BUSY = "451 4.4.5 The destination is busy; parked";

  private final DueMessage message;
  private final RetrySchedule schedule;
  private final String source;
  private final Instant now;
  private final Instant firstAttemptAt;

  private final List<ProducerRecord<byte[], byte[]>> facts = new ArrayList<>();
  private final List<String> deferred = new ArrayList<>();
  private final List<String> parked = new ArrayList<>();
  private final List<String> undeliverable = new ArrayList<>();
  private boolean broken;
  private String lastDeferral = "";
  private String lastFailure = "";

  Fates(DueMessage message, RetrySchedule schedule, String source, Instant now) {
    this.message = message;
    this.schedule = schedule;
    this.source = source;
    this.now = now;
    this.firstAttemptAt = message.history().firstAttemptAt().orElse(now);
  }

  /** One attempt at one next hop, as its events tell it. */
  private record Tried(NextHop hop, int attempt) {}

  /** Notes that an attempt broke here. Some of these are tried again, with the usual delays. */
  void broke(NextHop hop, List<String> recipients, String fault) {
    broken = true;
    var tried = new Tried(hop, message.history().attempts() + 1);
    var reply = "451 4.3.0 Internal error: " + fault;
    for (var recipient : recipients) {
      if (message.history().faults() + 1 >= MOST_FAULTS) {
        giveUp(tried, recipient, "554 5.3.0 Internal error: " + fault);
      } else {
        defer(tried, recipient, reply);
      }
    }
  }

  /** Notes the outcomes of one next hop, by forward-path. */
  void tried(NextHop hop, Map<String, Outcome> outcomes) {
    var tried = new Tried(hop, message.history().attempts() + 1);
    outcomes.forEach(
        (recipient, outcome) -> {
          switch (outcome) {
            case Outcome.Delivered(var reply) ->
                fact(CloudEvent.Type.DELIVERED, data(tried, recipient, reply, Optional.empty()));
            case Outcome.Failed(var reply) -> giveUp(tried, recipient, reply);
            case Outcome.Deferred(var reply) -> defer(tried, recipient, reply);
          }
        });
  }

  private void defer(Tried tried, String recipient, String reply) {
    switch (schedule.afterAttempt(tried.attempt(), firstAttemptAt, now)) {
      case Next.GiveUp() -> giveUp(tried, recipient, reply);
      case Next.Again(_, var dueAt) -> {
        deferred.add(recipient);
        lastDeferral = reply;
        fact(CloudEvent.Type.DELIVERY_DEFERRED, data(tried, recipient, reply, Optional.of(dueAt)));
      }
    }
  }

  private void giveUp(Tried tried, String recipient, String reply) {
    undeliverable.add(recipient);
    lastFailure = reply;
    fact(CloudEvent.Type.UNDELIVERABLE, data(tried, recipient, reply, Optional.empty()));
  }

  /** Notes recipients whose destination was busy. They were not tried. */
  void parked(NextHop hop, List<String> recipients) {
    var tried = new Tried(hop, message.history().attempts());
    var dueAt = Optional.of(schedule.parked(now).dueAt());
    for (var recipient : recipients) {
      parked.add(recipient);
      fact(CloudEvent.Type.DELIVERY_DEFERRED, data(tried, recipient, BUSY, dueAt));
    }
  }

  private DeliveryFact data(
      Tried tried, String recipient, String reply, Optional<Instant> nextAttemptAt) {
    long latency = Duration.between(message.envelope().receivedAt(), now).toMillis();
    return new DeliveryFact(
        recipient, tried.hop().name(), reply, tried.attempt(), Math.max(0, latency), nextAttemptAt);
  }

  private void fact(CloudEvent.Type type, DeliveryFact data) {
    facts.add(
        CloudEvent.of(type, source, message.transactionId().value(), now, data)
            .inTrace(message.trace())
            .toRecord(MailTopic.DELIVERIES));
  }

  /** The records that have to be stored before the message may be acknowledged. */
  List<ProducerRecord<byte[], byte[]>> records() {
    var records = new ArrayList<>(facts);
    int attempts = message.history().attempts();
    if (!deferred.isEmpty()
        && schedule.afterAttempt(attempts + 1, firstAttemptAt, now)
            instanceof Next.Again(var topic, var dueAt)) {
      records.add(retry(deferred, attempts + 1, dueAt, lastDeferral).toRecord(topic));
    }
    if (!parked.isEmpty()) {
      var next = schedule.parked(now);
      records.add(retry(parked, attempts, next.dueAt(), BUSY).toRecord(next.topic()));
    }
    if (!undeliverable.isEmpty()) {
      records.addAll(quarantine());
    }
    return records;
  }

  private RetryRecord retry(
      List<String> recipients, int attempts, Instant dueAt, String lastFailure) {
    var content = message.content();
    return new RetryRecord(
        message.transactionId(),
        message.origin(),
        message.envelope().withForwardPaths(recipients),
        new RetryRecord.State(
            attempts,
            firstAttemptAt,
            dueAt,
            lastFailure,
            content.length(),
            content.sha256(),
            message.stored(),
            Optional.of(
                new RetryRecord.Chain(
                    message.history().steps() + 1,
                    message.history().faults() + (broken ? 1 : 0),
                    message.source()))),
        message.stored().isPresent() ? Optional.empty() : Optional.of(content.pieces().getFirst()),
        message.trace());
  }

  private List<ProducerRecord<byte[], byte[]>> quarantine() {
    var records =
        RecordGroup.of(
                MailTopic.QUARANTINE,
                message.transactionId(),
                message.origin(),
                message.envelope().withForwardPaths(undeliverable),
                message.content().pieces().stream().map(ByteBuffer::wrap).toList())
            .inTrace(message.trace())
            .records();
    var reason = ("undeliverable: " + lastFailure).getBytes(StandardCharsets.UTF_8);
    records.forEach(record -> record.headers().add(RecordHeader.REASON.headerName(), reason));
    return records;
  }
}
