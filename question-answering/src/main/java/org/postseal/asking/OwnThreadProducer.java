package org.postseal.asking;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * A Kafka producer with a thread of its own, because {@link KafkaProducer#send} can block (for
 * metadata, for buffer memory) and event loops must not. What waits for that thread is bounded: one
 * record more is refused at once, so that a broker that is away costs memory within limits.
 *
 * <p>Futures complete on Kafka's network thread, on the producer's own or on the calling one; do no
 * work there.
 */
public final class OwnThreadProducer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(OwnThreadProducer.class);

  private final String name;
  private final KafkaProducer<byte[], byte[]> producer;
  private final BlockingQueue<Waiting> window;
  private final Thread thread;
  private volatile boolean closing;

  private record Waiting(
      ProducerRecord<byte[], byte[]> record, CompletableFuture<RecordMetadata> result) {}

  /** The window is full: nothing was written. */
  public static final class WindowFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WindowFullException(String producer) {
      super("the send window of " + producer + " is full", null, false, false);
    }
  }

  /** No broker could be asked about the topic: nothing was written. */
  public static final class NoBrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoBrokerException(KafkaException cause) {
      super("no broker knows the topic", cause);
    }
  }

  /**
   * Makes one, with its thread.
   *
   * @param windowSize how many records may wait for the thread
   * @param settings of the Kafka producer
   */
  public OwnThreadProducer(String name, int windowSize, Map<String, Object> settings) {
    this.name = name;
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.window = new ArrayBlockingQueue<>(windowSize);
    this.thread = Thread.ofPlatform().name("producer-" + name).daemon().start(this::sendAll);
  }

  /** Sends a record; the future tells what became of it. Never blocks. */
  public CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    var waiting = new Waiting(record, new CompletableFuture<>());
    if (closing || !window.offer(waiting)) {
      waiting.result.completeExceptionally(new WindowFullException(name));
    }
    return waiting.result;
  }

  private void sendAll() {
    while (!closing || !window.isEmpty()) {
      try {
        send(window.take());
      } catch (InterruptedException _) {
        // close() wakes the thread; the loop's condition decides
      }
    }
  }

  private void send(Waiting waiting) {
    try {
      knowTopic(waiting.record.topic());
      var _ =
          producer.send(
              waiting.record,
              (metadata, failure) -> {
                if (failure == null) {
                  waiting.result.complete(metadata);
                } else {
                  waiting.result.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) {
      LOG.debugf(e, "%s: send failed", name);
      waiting.result.completeExceptionally(e);
    }
  }

  /** Asked first, so that a broker that was never reached is not taken for a lost answer. */
  private void knowTopic(String topic) {
    try {
      var _ = producer.partitionsFor(topic);
    } catch (KafkaException e) {
      throw new NoBrokerException(e);
    }
  }

  /** Sends what waits, and waits 30 s at most for its results. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(30));
  }
}
