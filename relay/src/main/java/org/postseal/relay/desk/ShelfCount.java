package org.postseal.relay.desk;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.postseal.topics.MailTopic;
import org.postseal.topics.OperatorOrder;
import org.postseal.topics.RecordHeader;

/**
 * How many messages lie on a topic about which nobody has decided. Keeps the places of their first
 * records and nothing else, so that a large quarantine is no burden to a relay.
 */
final class ShelfCount implements AutoCloseable {
  private static final String FIRST = "0";

  private final MailTopic topic;
  private final OrderBook orders;
  private final TopicView view;
  private final Set<Entry.Place> places = new HashSet<>();

  /** Those on a compacted topic, which a record without a value deletes. */
  private final Map<String, Entry.Place> byKey = new HashMap<>();

  ShelfCount(Supplier<Consumer<byte[], byte[]>> consumers, MailTopic topic, OrderBook orders) {
    this.topic = topic;
    this.orders = orders;
    this.view = new TopicView(consumers, List.of(topic), TopicView.From.BEGINNING, this::take);
  }

  /** Reads what was appended since the last time. Blocks. */
  long count() {
    places.removeIf(view.refresh()::leaveOut);
    return places.stream()
        .filter(
            place ->
                orders
                    .about(OperatorOrder.Subject.kept(topic, place.partition(), place.offset()))
                    .isEmpty())
        .count();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (topic != MailTopic.HELD) {
      if (isFirst(record)) {
        places.add(place(record));
      }
      return;
    }
    var key = record.key() == null ? "" : new String(record.key(), StandardCharsets.ISO_8859_1);
    if (record.value() == null || isFirst(record)) {
      var before = byKey.remove(key);
      if (before != null) {
        places.remove(before);
      }
    }
    if (record.value() != null && isFirst(record)) {
      byKey.put(key, place(record));
      places.add(place(record));
    }
  }

  private static boolean isFirst(ConsumerRecord<byte[], byte[]> record) {
    var index = record.headers().lastHeader(RecordHeader.INDEX.headerName());
    return index != null && FIRST.equals(new String(index.value(), StandardCharsets.UTF_8));
  }

  private Entry.Place place(ConsumerRecord<byte[], byte[]> record) {
    return new Entry.Place(topic, record.partition(), record.offset());
  }

  @Override
  public void close() {
    view.close();
  }
}
