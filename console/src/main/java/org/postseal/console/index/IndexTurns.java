package org.postseal.console.index;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.postseal.following.Turns;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

/**
 * Reads the event topics into the index, from where the index says that it was. It joins no
 * consumer group: what is read and how far are one transaction of the database.
 */
final class IndexTurns implements Turns {
  static final List<MailTopic> TOPICS =
      List.of(
          MailTopic.EVENTS,
          MailTopic.DELIVERIES,
          MailTopic.DEAD_LETTER,
          MailTopic.AUDIT,
          MailTopic.REGISTRY_AUDIT);

  private static final Logger LOG = Logger.getLogger(IndexTurns.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration ASKING = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration FORGET_EVERY = Duration.ofMinutes(10);

  private final EventStore store;
  private final Duration retention;
  private final InstantSource clock;
  private final AtomicLong indexed = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();
  private List<TopicPartition> followed = List.of();
  private long looked = System.nanoTime();
  private Instant nextForgetting = Instant.MIN;
  private volatile boolean running;

  IndexTurns(EventStore store, Duration retention, InstantSource clock) {
    this.store = store;
    this.retention = retention;
    this.clock = clock;
  }

  /** How many events it has added. */
  long indexed() {
    return indexed.get();
  }

  /** How many records it could not read. */
  long skipped() {
    return skipped.get();
  }

  /** Whether the index is being kept: database and topics could be used the last time. */
  boolean isRunning() {
    return running;
  }

  @Override
  public void begin(Consumer<byte[], byte[]> consumer) {
    var known = store.positions();
    followed =
        TOPICS.stream()
            .flatMap(topic -> consumer.partitionsFor(topic.topic(), ASKING).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(followed);
    for (var partition : followed) {
      var next = known.get(partition);
      if (next == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, next);
      }
    }
    running = true;
  }

  @Override
  public void turn(Consumer<byte[], byte[]> consumer) {
    var records = consumer.poll(POLL);
    if (!records.isEmpty()) {
      var oldest = clock.instant().minus(retention);
      var events = new ArrayList<IndexedEvent>();
      var next = new HashMap<TopicPartition, Long>();
      for (var record : records) {
        read(record, oldest, events);
        next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
      }
      indexed.addAndGet(store.store(events, next));
      looked = System.nanoTime();
    }
    look();
    forget();
  }

  /** A database that went away is noticed where there is nothing to write, too. */
  private void look() {
    if (System.nanoTime() - looked > LOOK_EVERY.toNanos()) {
      var _ = store.positions();
      looked = System.nanoTime();
    }
  }

  private void read(
      ConsumerRecord<byte[], byte[]> record, Instant oldest, List<IndexedEvent> events) {
    try {
      IndexedEvent.of(record).filter(event -> !event.at().isBefore(oldest)).ifPresent(events::add);
    } catch (MalformedRecordException | RuntimeException e) {
      if (skipped.getAndIncrement() == 0) {
        LOG.warnf(
            "%s/%d/%d is not indexed, nor will others like it be said: %s",
            record.topic(), record.partition(), record.offset(), e.getMessage());
      }
    }
  }

  private void forget() {
    var now = clock.instant();
    if (!now.isBefore(nextForgetting) && !store.forget(now.minus(retention))) {
      nextForgetting = now.plus(FORGET_EVERY);
    }
  }

  @Override
  public void ended() {
    running = false;
  }

  @Override
  public Map<TopicPartition, Long> awaited(Consumer<byte[], byte[]> consumer) {
    var positions = new HashMap<TopicPartition, Long>();
    followed.forEach(one -> positions.put(one, consumer.position(one, ASKING)));
    return positions;
  }
}
