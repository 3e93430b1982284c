package org.postseal.relay.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.postseal.following.Place;
import org.postseal.following.RecordTaker;
import org.postseal.relay.sharing.WorkClass;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.Origin;
import org.postseal.topics.RecordHeader;
import org.postseal.topics.TransactionId;

/**
 * The way in: records of {@code mail.accepted}. The records of one message are finished together.
 */
final class AcceptedTaker implements RecordTaker {
  private static final Logger LOG = Logger.getLogger(AcceptedTaker.class);
  private static final String NEVER_WHOLE = "incomplete after 15 minutes: it never had its 250";

  private final Deliveries deliveries;
  private final Losses losses;
  private final StoredContent stored;
  private final Handover handover;
  private final ExecutorService threads;
  private final GroupTracker<Place> groups = new GroupTracker<>();

  /** The last record seen of each partition, and when by our clock. */
  private final Map<Integer, Seen> lastSeen = new ConcurrentHashMap<>();

  private volatile long unread;

  private record Seen(long offset, long appendedAtMillis, long nanoTime) {}

  AcceptedTaker(
      Deliveries deliveries,
      Losses losses,
      StoredContent stored,
      Handover handover,
      ExecutorService threads) {
    this.deliveries = deliveries;
    this.losses = losses;
    this.stored = stored;
    this.handover = handover;
    this.threads = threads;
  }

  @Override
  public CompletableFuture<Void> assigned(Map<TopicPartition, Optional<Instant>> committed) {
    return handover.look(committed.values());
  }

  @Override
  public Answer offer(ConsumerRecord<byte[], byte[]> record, Place place) {
    if (!deliveries.hasRoom()) {
      return Answer.NO_ROOM;
    }
    lastSeen.put(
        record.partition(), new Seen(record.offset(), record.timestamp(), System.nanoTime()));
    expire(record.partition(), record.timestamp());
    if (AcceptedValueDeserializer.isOneOfSeveral(record.headers())) {
      takePart(record, place);
    } else {
      var partition = new TopicPartition(record.topic(), record.partition());
      deliveries.arrived(
          new Consignment(
              arrived(
                  record,
                  work(record, WorkClass.FIRST),
                  record.value() == null ? 0 : record.value().length),
              new Lies.InOneRecord(partition, record.offset()),
              List.of(place)),
          new Sight.AtHand(record));
    }
    return Answer.TAKEN;
  }

  /** What operators release waits for nothing else. */
  private static WorkClass work(ConsumerRecord<byte[], byte[]> record, WorkClass other) {
    var origin = record.headers().lastHeader(RecordHeader.ORIGIN.headerName());
    return origin != null
            && Origin.RELEASE.word().equals(new String(origin.value(), StandardCharsets.UTF_8))
        ? WorkClass.RELEASE
        : other;
  }

  static Consignment.Arrived arrived(
      ConsumerRecord<byte[], byte[]> record, WorkClass work, long octets) {
    return new Consignment.Arrived(
        id(record), work, octets, Instant.ofEpochMilli(record.timestamp()));
  }

  /** As far as it has one; one that has none is found out when it is read. */
  private static Optional<TransactionId> id(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null
        ? Optional.empty()
        : TransactionId.parse(new String(record.key(), StandardCharsets.ISO_8859_1));
  }

  private void takePart(ConsumerRecord<byte[], byte[]> record, Place place) {
    AcceptedRecord part;
    try {
      part = AcceptedRecord.of(record);
    } catch (MalformedRecordException e) {
      later(() -> losses.bury(whole(record), e.getMessage()), List.of(place));
      return;
    }
    var position =
        new GroupTracker.Position(record.partition(), record.offset(), record.timestamp());
    switch (groups.add(part, position, place)) {
      case GroupTracker.Progress.Waiting<Place> _ -> {}
      case GroupTracker.Progress.Whole<Place>(var group) ->
          deliveries.arrived(
              new Consignment(
                  arrived(record, work(record, WorkClass.LARGE), part.length()),
                  new Lies.InAGroup(group.coordinates(record.topic())),
                  group.records()),
              new Sight.Elsewhere(
                  new Addressed(part.envelope().forwardPaths(), 0, Optional.empty(), false)));
      case GroupTracker.Progress.Contradictory<Place>(var group) ->
          drop(group, "its records contradict each other");
      case GroupTracker.Progress.Finished<Place>(var finished) -> finished.finish();
    }
  }

  private ConsumerRecord<byte[], byte[]> whole(ConsumerRecord<byte[], byte[]> record)
      throws InterruptedException {
    return stored
        .readOne(new TopicPartition(record.topic(), record.partition()), record.offset())
        .orElse(record);
  }

  private void drop(WaitingGroup<Place> group, String reason) {
    later(
        () -> losses.drop(group.transactionId(), group.partition(), reason, group.first().trace()),
        group.records());
  }

  /** Something to be stored before these records are finished. */
  private interface Storing {
    void run() throws InterruptedException;
  }

  private void later(Storing storing, List<Place> places) {
    threads.execute(
        () -> {
          try {
            storing.run();
            places.forEach(Place::finish);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // stopping: seen again by the next
          } catch (RuntimeException e) {
            LOG.errorf(e, "what is wrong with %s cannot be recorded", places);
            places.forEach(Place::giveUp);
          }
        });
  }

  private void expire(int partition, long brokerTimeMillis) {
    groups.expire(partition, brokerTimeMillis).forEach(group -> drop(group, NEVER_WHOLE));
  }

  /**
   * The broker's clock shows in later records only. Where none follow, and none are waiting to be
   * read, our own clock tells how much time went by since the last.
   */
  void expireWhereNothingFollows() {
    var waiting = groups.partitionsWaiting();
    if (waiting.isEmpty()) {
      return;
    }
    stored
        .ends(MailTopic.ACCEPTED.topic(), waiting)
        .forEach(
            (partition, end) -> {
              var seen = lastSeen.get(partition);
              if (seen != null && end == seen.offset() + 1) {
                long since = (System.nanoTime() - seen.nanoTime()) / 1_000_000;
                expire(partition, seen.appendedAtMillis() + since);
              }
            });
  }

  @Override
  public void measure(Consumer<?, ?> consumer) {
    long behind = 0;
    for (var partition : consumer.assignment()) {
      behind += consumer.currentLag(partition).orElse(0);
    }
    unread = behind;
  }

  /** Records that were not looked at yet. */
  long unread() {
    return unread;
  }

  @Override
  public void revoked(Collection<TopicPartition> partitions) {
    List<Integer> numbers = partitions.stream().map(TopicPartition::partition).toList();
    groups.forget(numbers).forEach(group -> group.records().forEach(Place::giveUp));
    numbers.forEach(lastSeen::remove);
    deliveries.revoked(partitions);
  }

  @Override
  public void unreadable(
      ConsumerRecord<byte[], byte[]> record, Place place, RuntimeException failure) {
    later(
        () -> losses.bury(whole(record), "internal error: " + MessageDelivery.firstLine(failure)),
        List.of(place));
  }
}
