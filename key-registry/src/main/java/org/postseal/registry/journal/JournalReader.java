package org.postseal.registry.journal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postseal.topics.DeadLetter;
import org.postseal.topics.InstanceId;
import org.postseal.topics.Json;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;
import org.postseal.topics.RegistryMarker;

/**
 * Follows the three compacted topics into memory. It writes this replica's own marker behind
 * whatever is there and is ready when it has read that back from each of them; then it deletes the
 * marker. When Kafka goes away what was read stays, and reading goes on when Kafka is back.
 *
 * <p>Not done: noticing an entry that was deleted, and compacted away, during an outage longer than
 * the topics keep deletions (a day); only a restart forgets it.
 */
final class JournalReader implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(JournalReader.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final byte[] WRITER_KEY = RegistryMarker.key(new InstanceId("writer"));
  private static final String SERVICE = "key-registry";

  private final JournalKafka kafka;
  private final RegistryState state;
  private final byte[] markerKey;
  private final Positions positions = new Positions();
  private final Set<TopicPartition> markersDue = ConcurrentHashMap.newKeySet();
  private final Set<TopicPartition> markersRead = new HashSet<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Closing closing = new Closing();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("registry-journal").unstarted(this::follow);
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile @Nullable WriterLocation writer;
  private final LongAdder malformed = new LongAdder();

  JournalReader(JournalKafka kafka, RegistryState state, InstanceId instance) {
    this.kafka = kafka;
    this.state = state;
    this.markerKey = RegistryMarker.key(instance);
  }

  void start() {
    thread.start();
  }

  boolean isReady() {
    return ready.getCount() == 0;
  }

  Positions positions() {
    return positions;
  }

  /** Who said last that it writes. */
  Optional<WriterLocation> writer() {
    return Optional.ofNullable(writer);
  }

  /** Records of the journal that could not be read since the start. */
  long malformed() {
    return malformed.sum();
  }

  /** The record by which a replica says that it writes now. */
  static ProducerRecord<byte[], byte[]> announcementOf(WriterLocation location) {
    return new ProducerRecord<>(
        MailTopic.REGISTRY_DOMAINS.topic(), WRITER_KEY, Json.write(location));
  }

  @Override
  public void close() {
    closing.begin();
    var following = consumer;
    if (following != null) {
      following.wakeup();
    }
    try {
      thread.join(CLOSE_PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    while (!closing.hasBegun()) {
      try (var following = kafka.reader();
          var markers = kafka.markerProducer()) {
        consumer = following;
        following.assign(JournalKafka.PARTITIONS);
        JournalKafka.PARTITIONS.forEach(p -> following.seek(p, positions.next(p)));
        markersDue.addAll(JournalKafka.PARTITIONS);
        while (!closing.hasBegun()) {
          mark(markers);
          read(following, markers);
        }
      } catch (WakeupException | InterruptException _) {
        LOG.debug("journal reader closed");
      } catch (KafkaException e) {
        LOG.warnf("cannot read the journal, trying again: %s", e.getMessage());
        closing.pause();
      } finally {
        consumer = null;
      }
    }
  }

  private void read(
      KafkaConsumer<byte[], byte[]> following, KafkaProducer<byte[], byte[]> markers) {
    try {
      for (var journalRecord : following.poll(POLL)) {
        apply(journalRecord, markers);
      }
      JournalKafka.PARTITIONS.forEach(p -> positions.moveTo(p, following.position(p)));
    } catch (InvalidOffsetException e) {
      // Our place is not there: the topic begins later, or was made anew. Take what there is.
      LOG.warnf("reading from the beginning again: %s", e.getMessage());
      following.seekToBeginning(e.partitions());
    }
  }

  private void apply(
      ConsumerRecord<byte[], byte[]> journalRecord, KafkaProducer<byte[], byte[]> markers) {
    var key = journalRecord.key();
    if (key != null && RegistryMarker.isMarker(key)) {
      readMarker(journalRecord, key, markers);
      return;
    }
    try {
      if (key == null) {
        throw new MalformedRecordException("record without a key");
      }
      state.apply(
          topicOf(journalRecord),
          new String(key, StandardCharsets.UTF_8),
          journalRecord.value(),
          journalRecord.offset());
    } catch (MalformedRecordException e) {
      malformed.increment();
      LOG.warnf("skipped %s@%d: %s", journalRecord.topic(), journalRecord.offset(), e.getMessage());
      if (isReady()) { // those that were there at the start were reported when they came
        var _ =
            markers.send(DeadLetter.record(journalRecord, SERVICE, e.getMessage(), Instant.now()));
      }
    }
  }

  private static MailTopic topicOf(ConsumerRecord<byte[], byte[]> journalRecord) {
    return JournalKafka.TOPICS.stream()
        .filter(t -> t.topic().equals(journalRecord.topic()))
        .findFirst()
        .orElseThrow();
  }

  /** Writes the markers that are due; one that could not be written is due again. */
  private void mark(KafkaProducer<byte[], byte[]> markers) {
    if (isReady()) {
      return;
    }
    for (var partition : JournalKafka.PARTITIONS) {
      if (markersDue.remove(partition) && !markersRead.contains(partition)) {
        var _ =
            markers.send(
                new ProducerRecord<>(partition.topic(), markerKey, new byte[0]),
                (_, failure) -> {
                  if (failure != null) {
                    LOG.warnf("cannot write our marker yet: %s", failure.getMessage());
                    markersDue.add(partition);
                  }
                });
      }
    }
  }

  private void readMarker(
      ConsumerRecord<byte[], byte[]> journalRecord,
      byte[] key,
      KafkaProducer<byte[], byte[]> markers) {
    if (Arrays.equals(key, WRITER_KEY) && journalRecord.value() != null) {
      readWriter(journalRecord);
    } else if (Arrays.equals(key, markerKey) && !isReady()) {
      var partition = new TopicPartition(journalRecord.topic(), journalRecord.partition());
      if (journalRecord.value() != null && markersRead.add(partition)) {
        var _ = markers.send(new ProducerRecord<>(partition.topic(), markerKey, null));
      }
      if (markersRead.size() == JournalKafka.PARTITIONS.size()) {
        ready.countDown();
        LOG.infof(
            "registry read: %d domains, %d signing keys, %d blocked",
            state.domains().size(), state.keys().size(), state.blocklist().size());
      }
    }
  }

  private void readWriter(ConsumerRecord<byte[], byte[]> journalRecord) {
    try {
      writer = Json.read(journalRecord.value(), WriterLocation.class);
    } catch (MalformedRecordException e) {
      LOG.warnf("who writes cannot be read: %s", e.getMessage());
    }
  }
}
