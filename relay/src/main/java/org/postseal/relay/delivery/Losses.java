package org.postseal.relay.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.DeliveryFact;
import org.postseal.topics.IncompleteFact;
import org.postseal.topics.MailTopic;
import org.postseal.topics.RetryRecord;
import org.postseal.topics.TraceParent;
import org.postseal.topics.TransactionId;

/** What becomes of records that are no message, and of messages that cannot be delivered: said. */
final class Losses {
  private static final Logger LOG = Logger.getLogger(Losses.class);
  private static final String SERVICE = "relay";
  private static final String INCOMPLETE = "incomplete";
  private static final String POISON = "poison";
  private static final String CONTENT_GONE = "content-gone";

  /** Why something was dropped, as metrics have it. */
  static final List<String> REASONS = List.of(INCOMPLETE, POISON, CONTENT_GONE);

  private final MessageDelivery.Books books;
  private final ContentReader contents;
  private final InstantSource clock;

  Losses(MessageDelivery.Books books, ContentReader contents, InstantSource clock) {
    this.books = books;
    this.contents = contents;
    this.clock = clock;
  }

  /** Records what was found instead of a message. Returns when that is stored. */
  void record(Consignment consignment, ContentReader.Found found) throws InterruptedException {
    switch (found) {
      case ContentReader.Found.Message _ -> throw new IllegalArgumentException("a message");
      case ContentReader.Found.Poison(var record, var reason) -> bury(record, reason);
      case ContentReader.Found.NoGroup(var reason) -> drop(consignment, reason);
      case ContentReader.Found.Lost(var retry, var reason) -> lose(retry, reason);
      case ContentReader.Found.Gone(var reason) -> drop(consignment, reason);
    }
  }

  private void drop(Consignment consignment, String reason) throws InterruptedException {
    if (consignment.transactionId().isPresent()) {
      var partition = consignment.lies().place().partition();
      drop(consignment.transactionId().get(), partition, reason, Optional.empty());
    } else {
      LOG.warnf("%s dropped: %s", consignment.lies(), reason);
      books.metrics().dropped(INCOMPLETE);
    }
  }

  /** A record that is none of ours, kept as it was. */
  void bury(ConsumerRecord<byte[], byte[]> poison, String reason) throws InterruptedException {
    LOG.warnf(
        "%s-%d@%d is no message, to the dead letters: %s",
        poison.topic(), poison.partition(), poison.offset(), reason);
    books.metrics().dropped(POISON);
    books.writer().store(List.of(DeadLetter.record(poison, SERVICE, reason, clock.instant())));
  }

  /** A message on which we break: its records are kept as they are. */
  void bury(Consignment consignment, RuntimeException why) throws InterruptedException {
    for (var record : contents.raw(consignment.lies())) {
      bury(record, "internal error: " + MessageDelivery.firstLine(why));
    }
  }

  /** A group that never became a message. */
  void drop(TransactionId id, int partition, String reason, Optional<TraceParent> trace)
      throws InterruptedException {
    LOG.warnf("record group %s dropped: %s", id, reason);
    books.metrics().dropped(INCOMPLETE);
    var fact = new IncompleteFact(MailTopic.ACCEPTED.topic(), partition, reason);
    books.writer().store(List.of(event(CloudEvent.Type.INCOMPLETE, id, fact, trace)));
  }

  /** The content of a message that was tried before cannot be had any more. */
  private void lose(RetryRecord retry, String reason) throws InterruptedException {
    LOG.errorf("%s cannot be delivered any more: %s", retry.transactionId(), reason);
    books.metrics().dropped(CONTENT_GONE);
    var events = new ArrayList<ProducerRecord<byte[], byte[]>>();
    for (var recipient : retry.envelope().forwardPaths()) {
      var fact =
          new DeliveryFact(
              recipient,
              "",
              "554 5.3.0 " + reason,
              retry.state().attempts(),
              Duration.between(retry.envelope().receivedAt(), clock.instant()).toMillis(),
              Optional.empty());
      events.add(event(CloudEvent.Type.UNDELIVERABLE, retry.transactionId(), fact, retry.trace()));
    }
    books.writer().store(events);
  }

  private ProducerRecord<byte[], byte[]> event(
      CloudEvent.Type type, TransactionId subject, Object fact, Optional<TraceParent> trace) {
    return CloudEvent.of(type, books.source(), subject.value(), clock.instant(), fact)
        .inTrace(trace)
        .toRecord(MailTopic.DELIVERIES);
  }
}
