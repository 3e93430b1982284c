package org.postseal.commandline.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

/** Follows {@code mail.events} and {@code mail.deliveries} without a consumer group. */
final class EventReader implements AutoCloseable {
  private final TopicReader topics;

  /** An event as it was read; {@code event} is empty if the record is none. */
  record Seen(ConsumerRecord<byte[], byte[]> record, Optional<CloudEvent> event) {}

  /** Of what happens to messages. */
  EventReader(Map<String, Object> clientSettings) {
    this(clientSettings, MailTopic.EVENTS, MailTopic.DELIVERIES);
  }

  EventReader(Map<String, Object> clientSettings, MailTopic... topics) {
    this.topics = new TopicReader(clientSettings, topics);
  }

  /** Goes back to the first event that was appended at that time or later. */
  void seek(Instant from) {
    topics.seek(from);
  }

  /** How many records lie between the reader and the end of the topics. */
  long remaining() {
    return topics.remaining();
  }

  /** Every fact about a message up to where the topics end now, in no order. */
  void facts(Consumer<MailFact> each) {
    topics.toTheEnd(record -> read(record).flatMap(MailFact::of).ifPresent(each));
  }

  /** What came, in the order of its time as far as it came together. */
  List<Seen> poll(Duration patience) {
    var seen = new ArrayList<Seen>();
    topics.poll(patience).forEach(record -> seen.add(new Seen(record, read(record))));
    seen.sort(Comparator.comparing(s -> s.event().map(CloudEvent::time).orElse(Instant.EPOCH)));
    return seen;
  }

  private static Optional<CloudEvent> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(CloudEvent.of(record));
    } catch (MalformedRecordException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    topics.close();
  }
}
