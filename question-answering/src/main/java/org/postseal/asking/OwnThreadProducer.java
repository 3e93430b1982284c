package org.postseal.asking;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Kafka producer with threads of its own, because {@link KafkaProducer#send} can block (for
 * metadata, for buffer memory) and event loops must not: one for each topic, so that none waits for
 * another's metadata. What waits for them is bounded in number and in time, so that a broker that
 * is away costs neither memory without limits nor a record after its sender has given up.
 *
 * <p>Futures complete on Kafka's network thread, on the producer's own or on the calling one; do no
 * work there. One that is cancelled takes its record back, unless Kafka has it already.
 */
public final class OwnThreadProducer implements AutoCloseable {
  private final Way way;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ConcurrentHashMap<String, TopicLane> lanes = new ConcurrentHashMap<>();
  private volatile boolean closing;

  /**
   * How records wait.
   *
   * @param name of the producer, for people
   * @param window most records that wait, for each topic
   * @param patience how long a record waits at most, unless told otherwise
   */
  public record Way(String name, int window, Duration patience) {}

  /**
   * Makes one.
   *
   * @param settings of the Kafka producer
   */
  public OwnThreadProducer(Way way, Map<String, Object> settings) {
    this.way = way;
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends a record; the future tells what became of it. Never blocks. */
  public CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    return send(record, way.patience());
  }

  /** Sends a record that is of no use later than that; then nothing was written. */
  public CompletableFuture<RecordMetadata> send(
      ProducerRecord<byte[], byte[]> record, Duration patience) {
    return closing
        ? CompletableFuture.failedFuture(new NotSentException.WindowFull(way.name()))
        : lanes
            .computeIfAbsent(record.topic(), topic -> new TopicLane(way, topic, producer))
            .send(record, patience);
  }

  /** Sends what waits, and waits 30 s at most for its results. */
  @Override
  public void close() {
    closing = true;
    lanes.values().forEach(TopicLane::close);
    lanes.values().forEach(TopicLane::join);
    producer.close(Duration.ofSeconds(30));
  }
}
