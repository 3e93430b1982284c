package org.postseal.relay.delivery;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.postseal.relay.retry.DueRecords;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.DeliveryFact;
import org.postseal.topics.IncompleteFact;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.RecordGroups;
import org.postseal.topics.RecordHeader;
import org.postseal.topics.RetryRecord;
import org.postseal.topics.RetryRecord.Coordinates;
import org.postseal.topics.TraceParent;
import org.postseal.topics.TransactionId;

/**
 * All messages being delivered, each on its own virtual thread, as many as there is room for. A
 * record that is no message becomes a dead letter or an event, and its partition goes on.
 */
public final class Deliveries implements DueRecords {
  private static final Logger LOG = Logger.getLogger(Deliveries.class);
  private static final Duration REST = Duration.ofSeconds(1);
  private static final String SERVICE = "relay";

  private final MessageDelivery delivery;
  private final MessageDelivery.Books books;
  private final StoredContent stored;
  private final InFlight inFlight;
  private final ExecutorService threads;
  private final InstantSource clock;

  private volatile boolean stopping;

  /** Where messages run. */
  public record Room(InFlight inFlight, ExecutorService threads) {}

  Deliveries(
      MessageDelivery delivery,
      MessageDelivery.Books books,
      StoredContent stored,
      Room room,
      InstantSource clock) {
    this.delivery = delivery;
    this.books = books;
    this.stored = stored;
    this.inFlight = room.inFlight();
    this.threads = room.threads();
    this.clock = clock;
  }

  /** The work on one message. Returning normally means that it is done. */
  private interface Work {
    void run() throws InterruptedException;
  }

  /** A message of one record, on {@code mail.accepted}. */
  CompletableFuture<Void> accepted(ConsumerRecord<byte[], byte[]> single, Runnable done) {
    return start(sizeOf(single), () -> deliverSingle(single), done);
  }

  /** A message of several records, all of which are there. */
  CompletableFuture<Void> accepted(WaitingGroup<?> group, Runnable done) {
    return start(group.first().length(), () -> deliverGroup(group), done);
  }

  /** A record that is none of ours, kept as it was. Whatever was withheld of it is read again. */
  CompletableFuture<Void> poison(
      ConsumerRecord<byte[], byte[]> record, String reason, Runnable done) {
    return start(0, () -> bury(whole(record), reason), done);
  }

  /** A group that never became a message. */
  CompletableFuture<Void> incomplete(WaitingGroup<?> group, String reason, Runnable done) {
    return start(0, () -> drop(group, reason), done);
  }

  /** A record of a retry topic that is due. */
  @Override
  public CompletableFuture<Void> take(ConsumerRecord<byte[], byte[]> record, Runnable done) {
    return start(sizeOfDue(record), () -> deliverDue(record), done);
  }

  /** Content of several records is not in the retry record, but will be in memory. */
  private static long sizeOfDue(ConsumerRecord<byte[], byte[]> record) {
    var header = record.headers().lastHeader(RecordHeader.RETRY.headerName());
    try {
      return header == null ? 0 : Json.read(header.value(), RetryRecord.State.class).length();
    } catch (MalformedRecordException _) {
      return sizeOf(record); // said again, and acted upon, when it is taken
    }
  }

  private static long sizeOf(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null ? 0 : record.value().length;
  }

  private CompletableFuture<Void> start(long size, Work work, Runnable done) {
    return inFlight
        .enter(size)
        .thenCompose(
            _ -> {
              if (stopping) {
                inFlight.leave(size);
                return new CompletableFuture<>(); // nothing is begun any more, nor acknowledged
              }
              threads.execute(() -> run(size, work, done));
              return CompletableFuture.completedFuture(null);
            });
  }

  private void run(long size, Work work, Runnable done) {
    try {
      work.run();
      done.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // stopping: the next replica begins anew
    } catch (RuntimeException e) {
      // A bug. Its record stays unacknowledged, so the message is not lost but seen again.
      LOG.error("a delivery broke; its message stays where it is", e);
    } finally {
      inFlight.leave(size);
    }
  }

  private void deliverSingle(ConsumerRecord<byte[], byte[]> single) throws InterruptedException {
    AcceptedRecord part;
    try {
      part = AcceptedRecord.of(single);
    } catch (MalformedRecordException e) {
      bury(single, e.getMessage());
      return;
    }
    switch (new RecordGroups().add(part, single.timestamp())) {
      case RecordGroups.Progress.Complete(var message) ->
          delivery.deliver(DueMessage.accepted(message, Optional.empty()));
      case RecordGroups.Progress.Broken(_, var reason) -> bury(single, reason);
      case RecordGroups.Progress.Incomplete() -> bury(single, "one record of several");
    }
  }

  private void deliverGroup(WaitingGroup<?> group) throws InterruptedException {
    var where = group.coordinates(MailTopic.ACCEPTED.topic());
    switch (read(where)) {
      case StoredContent.Reading.Whole(var message) ->
          delivery.deliver(DueMessage.accepted(message, Optional.of(where)));
      case StoredContent.Reading.Never(var reason) -> drop(group, reason);
      case StoredContent.Reading.NotNow(var reason) -> throw new IllegalStateException(reason);
    }
  }

  private void deliverDue(ConsumerRecord<byte[], byte[]> due) throws InterruptedException {
    RetryRecord retry;
    try {
      retry = RetryRecord.of(due);
    } catch (MalformedRecordException e) {
      bury(due, e.getMessage());
      return;
    }
    if (retry.content().isPresent()) {
      delivery.deliver(DueMessage.again(retry, List.of(retry.content().get())));
      return;
    }
    var where = retry.state().stored().orElseThrow();
    deliverStored(retry, where);
  }

  private void deliverStored(RetryRecord retry, Coordinates where) throws InterruptedException {
    switch (read(where)) {
      case StoredContent.Reading.Whole(var message)
          when message.sha256().equals(retry.state().sha256()) ->
          delivery.deliver(DueMessage.again(retry, message.content()));
      case StoredContent.Reading.Whole _ -> lose(retry, "its content is another message's");
      case StoredContent.Reading.Never(var reason) -> lose(retry, reason);
      case StoredContent.Reading.NotNow(var reason) -> throw new IllegalStateException(reason);
    }
  }

  /** Reads until there is an answer: a Kafka that is away says nothing about the message. */
  private StoredContent.Reading read(Coordinates where) throws InterruptedException {
    while (true) {
      var reading = stored.read(where);
      if (!(reading instanceof StoredContent.Reading.NotNow(var reason))) {
        return reading;
      }
      LOG.warnf("content of several records cannot be read now: %s", reason);
      Thread.sleep(REST);
    }
  }

  private ConsumerRecord<byte[], byte[]> whole(ConsumerRecord<byte[], byte[]> record)
      throws InterruptedException {
    return stored
        .readOne(new TopicPartition(record.topic(), record.partition()), record.offset())
        .orElse(record);
  }

  private void bury(ConsumerRecord<byte[], byte[]> poison, String reason)
      throws InterruptedException {
    LOG.warnf(
        "%s-%d@%d is no message, to the dead letters: %s",
        poison.topic(), poison.partition(), poison.offset(), reason);
    books.metrics().dropped("poison");
    books.writer().store(List.of(DeadLetter.record(poison, SERVICE, reason, clock.instant())));
  }

  private void drop(WaitingGroup<?> group, String reason) throws InterruptedException {
    LOG.warnf("record group %s dropped: %s", group, reason);
    books.metrics().dropped("incomplete");
    var fact = new IncompleteFact(MailTopic.ACCEPTED.topic(), group.partition(), reason);
    books
        .writer()
        .store(
            List.of(
                event(
                    CloudEvent.Type.INCOMPLETE,
                    group.transactionId(),
                    fact,
                    group.first().trace())));
  }

  /** The content of a message that was tried before cannot be had any more. */
  private void lose(RetryRecord retry, String reason) throws InterruptedException {
    LOG.errorf("%s cannot be delivered any more: %s", retry.transactionId(), reason);
    books.metrics().dropped("content-gone");
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

  /** Begins nothing more and lets what runs finish, for so long; then it is broken off. */
  void stop(Duration grace) {
    stopping = true;
    long deadline = System.nanoTime() + grace.toNanos();
    try {
      while (inFlight.messages() > 0 && System.nanoTime() - deadline < 0) {
        Thread.sleep(20);
      }
      if (inFlight.messages() > 0) {
        LOG.warnf("%d deliveries broken off; they begin anew elsewhere", inFlight.messages());
      }
      threads.shutdownNow();
      var _ = threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
