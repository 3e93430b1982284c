package org.postseal.relay.desk;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.RecordHeader;
import org.postseal.topics.RetryRecord;
import org.postseal.topics.TransactionId;

/**
 * What lies on some topics, by what their records say. A record that cannot be read is passed over:
 * whoever works on it says so.
 */
final class Entries implements AutoCloseable {
  private final TopicView view;
  private final Map<Entry.Place, Entry> entries = new HashMap<>();

  /** Those of {@code mail.held}, by what the keys of their records have in common. */
  private final Map<String, Entry.Place> held = new HashMap<>();

  /** The first record of a group whose others are yet to come, by topic, partition and key. */
  private final Map<String, Entry.Place> open = new HashMap<>();

  private Entries(
      Supplier<Consumer<byte[], byte[]>> consumers, List<MailTopic> topics, TopicView.From from) {
    this.view = new TopicView(consumers, topics, from, this::take);
  }

  /** Messages that wait for another attempt: retry records their group has not come to yet. */
  static Entries waiting(Supplier<Consumer<byte[], byte[]>> ofTheGroup, List<MailTopic> topics) {
    return new Entries(ofTheGroup, topics, TopicView.From.COMMITTED);
  }

  /** Messages that lie on a topic until somebody does something with them. */
  static Entries kept(Supplier<Consumer<byte[], byte[]>> consumers, MailTopic topic) {
    return new Entries(consumers, List.of(topic), TopicView.From.BEGINNING);
  }

  /** All whole messages there are now, the oldest first. Blocks. */
  synchronized List<Entry> now() {
    entries.keySet().removeIf(view.refresh()::leaveOut);
    var latest =
        entries.values().stream()
            .filter(entry -> entry.state().isPresent())
            .collect(Collectors.groupingBy(Entry::transactionId));
    var all = new ArrayList<Entry>();
    entries.values().stream()
        .filter(Entry::isWhole)
        .filter(entry -> !hasGoneOn(entry, latest))
        .forEach(all::add);
    all.sort(Comparator.comparing(Entry::since));
    return all;
  }

  /** Another attempt was made, and this record only waits for its group's next commit. */
  private static boolean hasGoneOn(Entry entry, Map<TransactionId, List<Entry>> latest) {
    return latest.getOrDefault(entry.transactionId(), List.of()).stream()
        .anyMatch(
            other ->
                other.steps() > entry.steps()
                    && !Collections.disjoint(
                        other.envelope().forwardPaths(), entry.envelope().forwardPaths()));
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    var topic =
        Arrays.stream(MailTopic.values())
            .filter(one -> one.topic().equals(record.topic()))
            .findFirst()
            .orElseThrow();
    var place = new Entry.Place(topic, record.partition(), record.offset());
    if (record.value() == null) {
      delete(record);
      return;
    }
    try {
      if (record.headers().lastHeader(RecordHeader.RETRY.headerName()) != null) {
        takeRetry(place, RetryRecord.of(record), record.timestamp());
      } else {
        takePart(place, AcceptedRecord.of(record), record);
      }
    } catch (MalformedRecordException _) {
      // a dead letter by now
    }
  }

  /** One record of a held message is gone, and with it the message. */
  private void delete(ConsumerRecord<byte[], byte[]> deleted) {
    var place = held.remove(withoutIndex(deleted));
    if (place != null) {
      entries.remove(place);
    }
  }

  private static String withoutIndex(ConsumerRecord<byte[], byte[]> record) {
    var key = key(record);
    return key.substring(0, Math.max(0, key.lastIndexOf('/')));
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "" : new String(record.key(), StandardCharsets.ISO_8859_1);
  }

  /** What is between the transaction id and the index in the key of a held record. */
  private static Optional<String> holding(ConsumerRecord<byte[], byte[]> record) {
    var key = withoutIndex(record);
    int slash = key.indexOf('/');
    return slash < 0 ? Optional.empty() : Optional.of(key.substring(slash + 1));
  }

  private void takeRetry(Entry.Place place, RetryRecord retry, long timestamp) {
    entries.put(
        place,
        new Entry(
            place,
            List.of(place.offset()),
            1,
            retry.transactionId(),
            retry.origin(),
            retry.envelope(),
            retry.state().length(),
            retry.state().sha256(),
            Optional.of(retry.state()),
            Optional.empty(),
            retry.state().lastFailure(),
            Instant.ofEpochMilli(timestamp)));
  }

  private void takePart(
      Entry.Place place, AcceptedRecord part, ConsumerRecord<byte[], byte[]> record) {
    var group = place.topic() + "/" + place.partition() + "/" + part.transactionId();
    if (part.index() > 0) {
      var first = open.get(group);
      if (first != null) {
        entries.computeIfPresent(first, (_, entry) -> entry.withOffset(place.offset()));
      }
      return;
    }
    open.put(group, place);
    if (holding(record).isPresent()) {
      var before = held.put(withoutIndex(record), place);
      if (before != null) {
        entries.remove(before); // held twice: compaction keeps the later, too
      }
    }
    var reason = record.headers().lastHeader(RecordHeader.REASON.headerName());
    entries.put(
        place,
        new Entry(
            place,
            List.of(place.offset()),
            part.count(),
            part.transactionId(),
            part.origin(),
            part.envelope(),
            part.length(),
            part.sha256(),
            Optional.empty(),
            holding(record),
            reason == null ? "" : new String(reason.value(), StandardCharsets.UTF_8),
            Instant.ofEpochMilli(record.timestamp())));
  }

  @Override
  public void close() {
    view.close();
  }
}
