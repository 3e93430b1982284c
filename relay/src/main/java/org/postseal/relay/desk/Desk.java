package org.postseal.relay.desk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postseal.relay.dsn.ReturnedContent;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeliveryFact;
import org.postseal.topics.MailTopic;
import org.postseal.topics.OperatorOrder;
import org.postseal.topics.OperatorOrder.Action;
import org.postseal.topics.Origin;
import org.postseal.topics.RecordGroup;
import org.postseal.topics.RecordHeader;
import org.postseal.topics.TransactionId;

/**
 * What operators see and do. Every act writes, in this order: what becomes of the message, the
 * order that takes it out of where it was, and the audit event. A crash between them does an act
 * twice rather than half, and a message that a relay takes up in that moment may be delivered as
 * well.
 */
final class Desk {
  static final String RETURNED = "550 5.7.0 Returned by the postmaster";
  private static final String DROPPED = "550 5.7.0 Dropped by the postmaster";

  private final Shelves shelves;
  private final OrderBook orders;
  private final RecordsAt contents;
  private final Books books;
  private final InstantSource clock;

  /** Where messages lie that operators see. */
  record Shelves(Entries waiting, Entries held, Entries quarantined) {}

  /** How an act is written down. */
  record Books(Storing storing, Returning returning, Tally tally, String source) {}

  /** Counts what was done. */
  interface Tally {
    void acted(Action action);
  }

  /** Stores records for good. Blocks until they are. */
  interface Storing {
    void store(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException;
  }

  /** One of {@link Shelves}. */
  enum Shelf {
    QUEUE,
    HELD,
    QUARANTINE
  }

  /** Who does something, and why. */
  record Operator(String name, String note) {}

  /** What became of one message of an act. */
  record Act(Entry entry, Optional<TransactionId> becomes, Optional<String> failure) {}

  Desk(Shelves shelves, OrderBook orders, RecordsAt contents, Books books, InstantSource clock) {
    this.shelves = shelves;
    this.orders = orders;
    this.contents = contents;
    this.books = books;
    this.clock = clock;
  }

  /** The messages of a shelf that are meant, the oldest first. Blocks. */
  List<Entry> find(Shelf shelf, Selection selection) {
    if (!orders.isComplete()) {
      throw new TopicView.AwayException("what was decided before has not been read yet");
    }
    var now = clock.instant();
    var entries =
        switch (shelf) {
          case QUEUE -> shelves.waiting();
          case HELD -> shelves.held();
          case QUARANTINE -> shelves.quarantined();
        };
    return entries.now().stream()
        .flatMap(entry -> stillThere(entry).stream())
        .filter(entry -> entry.state().flatMap(state -> state.owed()).isEmpty())
        .filter(entry -> selection.includes(entry, now))
        .toList();
  }

  /** For the recipients nobody has taken it out for. */
  private Optional<Entry> stillThere(Entry entry) {
    if (entry.state().isEmpty()) {
      return orders.about(entry.subject()).isEmpty() ? Optional.of(entry) : Optional.empty();
    }
    var all = entry.envelope().forwardPaths();
    var out = orders.takenOut(entry.transactionId(), entry.steps(), all);
    if (out.isEmpty()) {
      return Optional.of(entry);
    }
    var left = all.stream().filter(path -> !out.contains(path)).toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(entry.withRecipients(left));
  }

  /** The header section of a message; empty if it cannot be read. Blocks. */
  byte[] header(Entry entry) {
    try {
      return ReturnedContent.headerSection(contents.content(entry));
    } catch (RecordsAt.GoneException _) {
      return new byte[0];
    }
  }

  /** The content of a message. That somebody looked is an event. Blocks. */
  List<byte[]> look(Entry entry, Operator by) throws InterruptedException, RecordsAt.GoneException {
    var content = contents.content(entry);
    books.tally().acted(Action.LOOK);
    books.storing().store(List.of(audit(order(entry, Action.LOOK, Optional.empty(), by), entry)));
    return content;
  }

  /** Does something with one message. Blocks. */
  Act act(Entry entry, Action action, Operator by) throws InterruptedException {
    if (action == Action.BOUNCE && entry.envelope().reversePathProof().isEmpty()) {
      return new Act(
          entry, Optional.empty(), Optional.of("nothing proves its reverse-path; drop it instead"));
    }
    try {
      var content = action == Action.DROP ? List.<byte[]>of() : contents.content(entry);
      Optional<TransactionId> becomes =
          action == Action.RETRY || action == Action.RELEASE
              ? Optional.of(entry.transactionId().derived(entry.subject() + "\n" + action.word()))
              : Optional.empty();
      var order = order(entry, action, becomes, by);
      var records = new ArrayList<>(effect(entry, content, order));
      books.storing().store(records);
      books.storing().store(outOfTheWay(entry, order));
      books.storing().store(List.of(audit(order, entry)));
      orders.noted(order);
      books.tally().acted(action);
      return new Act(entry, becomes, Optional.empty());
    } catch (RecordsAt.GoneException e) {
      return new Act(entry, Optional.empty(), Optional.ofNullable(e.getMessage()));
    }
  }

  /**
   * What takes it out of where it was. What was held is deleted for good; the order hides it until
   * then.
   */
  private static List<ProducerRecord<byte[], byte[]>> outOfTheWay(
      Entry entry, OperatorOrder order) {
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    records.add(order.toRecord());
    entry
        .holding()
        .ifPresent(
            holding -> {
              for (int index = 0; index < entry.count(); index++) {
                records.add(RecordGroup.deleted(entry.transactionId(), holding, index));
              }
            });
    return records;
  }

  private List<ProducerRecord<byte[], byte[]>> effect(
      Entry entry, List<byte[]> content, OperatorOrder order) throws InterruptedException {
    return switch (order.action()) {
      case RETRY, RELEASE ->
          group(MailTopic.ACCEPTED, order.becomes().orElseThrow(), Origin.RELEASE, entry, content)
              .records();
      case HOLD -> {
        var records =
            group(MailTopic.HELD, entry.transactionId(), entry.origin(), entry, content)
                .heldAs(entry.holdingName())
                .records();
        var reason =
            ("held by " + order.by() + ": " + order.note() + " (" + entry.reason() + ")")
                .getBytes(StandardCharsets.UTF_8);
        records.forEach(record -> record.headers().add(RecordHeader.REASON.headerName(), reason));
        yield records;
      }
      case BOUNCE -> books.returning().records(returned(entry, content), RETURNED);
      case DROP ->
          entry.envelope().forwardPaths().stream().map(path -> dropped(entry, path)).toList();
      case SUSPEND, RESUME, LOOK -> throw new IllegalArgumentException(order.action().word());
    };
  }

  private static Returning.Returned returned(Entry entry, List<byte[]> content) {
    return new Returning.Returned(
        entry.transactionId(),
        entry.origin(),
        entry.envelope(),
        content,
        entry.length(),
        entry.sha256(),
        entry.stored(),
        entry.coordinates(),
        entry.attempts());
  }

  private ProducerRecord<byte[], byte[]> dropped(Entry entry, String recipient) {
    var now = clock.instant();
    var fact =
        new DeliveryFact(
            recipient,
            "",
            DROPPED,
            entry.attempts(),
            Math.max(0, Duration.between(entry.envelope().receivedAt(), now).toMillis()),
            Optional.empty());
    return CloudEvent.of(
            CloudEvent.Type.UNDELIVERABLE, books.source(), entry.transactionId().value(), now, fact)
        .toRecord(MailTopic.DELIVERIES);
  }

  private static RecordGroup group(
      MailTopic topic, TransactionId id, Origin origin, Entry entry, List<byte[]> content) {
    return RecordGroup.of(
        topic, id, origin, entry.envelope(), content.stream().map(ByteBuffer::wrap).toList());
  }

  /** The order that {@link #suspend} would give; it is not given. */
  OperatorOrder wouldSuspend(String subject, Action action, Operator by) {
    return new OperatorOrder(
        subject, action, List.of(), Optional.empty(), by.name(), clock.instant(), by.note());
  }

  /** Stops deliveries to a destination, or begins them again. Blocks. */
  OperatorOrder suspend(String subject, Action action, Operator by) throws InterruptedException {
    var order = wouldSuspend(subject, action, by);
    var holds = action == Action.SUSPEND;
    books.storing().store(List.of(holds ? order.toRecord() : OperatorOrder.revoked(subject)));
    books.storing().store(List.of(audit(order, subject, order.at())));
    books.tally().acted(action);
    if (holds) {
      orders.noted(order);
    } else {
      orders.revoked(subject);
    }
    return order;
  }

  List<OperatorOrder> suspensions() {
    return orders.suspensions();
  }

  private OperatorOrder order(
      Entry entry, Action action, Optional<TransactionId> becomes, Operator by) {
    return new OperatorOrder(
        entry.subject(),
        action,
        entry.envelope().forwardPaths(),
        becomes,
        by.name(),
        clock.instant(),
        by.note());
  }

  private ProducerRecord<byte[], byte[]> audit(OperatorOrder order, Entry entry) {
    return audit(order, entry.transactionId().value(), order.at());
  }

  private ProducerRecord<byte[], byte[]> audit(OperatorOrder order, String subject, Instant at) {
    return CloudEvent.of(CloudEvent.Type.OPERATOR_ACTED, books.source(), subject, at, order)
        .toRecord(MailTopic.AUDIT);
  }
}
