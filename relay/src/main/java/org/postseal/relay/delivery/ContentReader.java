package org.postseal.relay.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.postseal.topics.AcceptedMessage;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.RecordGroups;
import org.postseal.topics.RetryRecord;
import org.postseal.topics.RetryRecord.Coordinates;

/** From where a message lies to the message, verified; its content is read again when let go of. */
final class ContentReader {
  private final StoredContent stored;

  ContentReader(StoredContent stored) {
    this.stored = stored;
  }

  /** What was found where a message should be. */
  sealed interface Found {
    record Message(DueMessage message) implements Found {}

    /** A record that is no message. */
    record Poison(ConsumerRecord<byte[], byte[]> record, String reason) implements Found {}

    /** Records of a group that are not the message. */
    record NoGroup(String reason) implements Found {}

    /** What was tried before, and cannot be had any more. */
    record Lost(RetryRecord retry, String reason) implements Found {}

    /** The record itself has aged out. */
    record Gone(String reason) implements Found {}
  }

  /** Reads it. Blocks until Kafka answers. */
  Found read(Lies lies) throws InterruptedException {
    return switch (lies) {
      case Lies.InAGroup(var where) -> group(where);
      case Lies.InOneRecord _, Lies.InARetry _ ->
          switch (stored.readPatiently(lies.coordinates())) {
            case StoredContent.Reading.Records(var records) -> found(records.getFirst(), lies);
            case StoredContent.Reading.Gone(var reason) -> new Found.Gone(reason);
            case StoredContent.Reading.NotNow(var reason) ->
                throw new IllegalStateException(reason);
          };
    };
  }

  /** Makes of a record at hand what it is. */
  Found found(ConsumerRecord<byte[], byte[]> record, Lies lies) throws InterruptedException {
    try {
      return lies instanceof Lies.InARetry ? retry(record) : single(record);
    } catch (MalformedRecordException e) {
      return new Found.Poison(record, e.getMessage());
    }
  }

  private Found single(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    return switch (new RecordGroups().add(AcceptedRecord.of(record), record.timestamp())) {
      case RecordGroups.Progress.Complete(var message) ->
          new Found.Message(
              DueMessage.accepted(message, Optional.empty(), at(record)).reading(this::piece));
      case RecordGroups.Progress.Broken(_, var reason) -> new Found.Poison(record, reason);
      case RecordGroups.Progress.Incomplete() -> new Found.Poison(record, "one record of several");
    };
  }

  private static Coordinates at(ConsumerRecord<byte[], byte[]> record) {
    return new Coordinates(record.topic(), record.partition(), List.of(record.offset()));
  }

  private Found group(Coordinates where) throws InterruptedException {
    return switch (judged(where)) {
      case Judged.Right(var message) ->
          new Found.Message(
              DueMessage.accepted(message, Optional.of(where), where).reading(this::piece));
      case Judged.Wrong(var reason) -> new Found.NoGroup(reason);
    };
  }

  private Found retry(ConsumerRecord<byte[], byte[]> record)
      throws MalformedRecordException, InterruptedException {
    var retry = RetryRecord.of(record);
    if (retry.content().isPresent()) {
      return new Found.Message(
          DueMessage.again(retry, List.of(retry.content().get()), at(record), at(record))
              .reading(this::piece));
    }
    var where = retry.state().stored().orElseThrow();
    return switch (judged(where)) {
      case Judged.Right(var message) when message.sha256().equals(retry.state().sha256()) ->
          new Found.Message(
              DueMessage.again(retry, message.content(), where, at(record)).reading(this::piece));
      case Judged.Right _ -> new Found.Lost(retry, "its content is another message's");
      case Judged.Wrong(var reason) -> new Found.Lost(retry, reason);
    };
  }

  private sealed interface Judged {
    record Right(AcceptedMessage message) implements Judged {}

    record Wrong(String reason) implements Judged {}
  }

  private Judged judged(Coordinates where) throws InterruptedException {
    return switch (stored.readPatiently(where)) {
      case StoredContent.Reading.Records(var records) -> judged(records);
      case StoredContent.Reading.Gone(var reason) -> new Judged.Wrong(reason);
      case StoredContent.Reading.NotNow(var reason) -> throw new IllegalStateException(reason);
    };
  }

  private static Judged judged(List<ConsumerRecord<byte[], byte[]>> records) {
    var group = new RecordGroups();
    try {
      for (var record : records) {
        switch (group.add(AcceptedRecord.of(record), record.timestamp())) {
          case RecordGroups.Progress.Incomplete() -> {}
          case RecordGroups.Progress.Complete(var message) -> {
            return new Judged.Right(message);
          }
          case RecordGroups.Progress.Broken(_, var reason) -> {
            return new Judged.Wrong(reason);
          }
        }
      }
      return new Judged.Wrong("records are missing");
    } catch (MalformedRecordException e) {
      return new Judged.Wrong(e.getMessage());
    }
  }

  /** One piece again, for somebody in the middle of the content. */
  private byte[] piece(Coordinates where, int index) {
    try {
      var one =
          new Coordinates(where.topic(), where.partition(), List.of(where.offsets().get(index)));
      return switch (stored.readPatiently(one)) {
        case StoredContent.Reading.Records(var records) -> records.getFirst().value();
        case StoredContent.Reading.Gone(var reason) -> throw new IllegalStateException(reason);
        case StoredContent.Reading.NotNow(var reason) -> throw new IllegalStateException(reason);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopping", e);
    }
  }

  /** All records of a message as they are, for the dead letters. */
  List<ConsumerRecord<byte[], byte[]>> raw(Lies lies) throws InterruptedException {
    return stored.readPatiently(lies.coordinates())
            instanceof StoredContent.Reading.Records(var all)
        ? new ArrayList<>(all)
        : List.of();
  }
}
