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
  private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(5);

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

  /** Sends what waits, and waits 5 s at most for its results. */
  @Override
  public void close() {
    close(PATIENCE_AT_THE_END);
  }

  /** The same with another patience: a process has several of these to close in its last time. */
  public void close(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    closing = true;
    lanes.values().forEach(TopicLane::close);
    lanes.values().forEach(lane -> lane.join(until(end)));
    producer.close(until(end));
  }

  private static Duration until(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }
}
