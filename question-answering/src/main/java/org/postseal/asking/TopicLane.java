package org.postseal.asking;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/** The records of one topic on their way into the producer, and the thread that hands them over. */
final class TopicLane {
  private static final Logger LOG = Logger.getLogger(TopicLane.class);

  private final String name;
  private final KafkaProducer<byte[], byte[]> producer;
  private final BlockingQueue<Waiting> window;
  private final Thread thread;
  private volatile boolean closing;

  private record Waiting(
      ProducerRecord<byte[], byte[]> record,
      CompletableFuture<RecordMetadata> result,
      long deadline) {

    boolean isLate() {
      return System.nanoTime() - deadline > 0;
    }
  }

  TopicLane(OwnThreadProducer.Way way, String topic, KafkaProducer<byte[], byte[]> producer) {
    this.name = way.name() + " for " + topic;
    this.producer = producer;
    this.window = new ArrayBlockingQueue<>(way.window());
    this.thread =
        Thread.ofPlatform()
            .name("producer-" + way.name() + "-" + topic)
            .daemon()
            .start(this::sendAll);
  }

  CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Duration patience) {
    var result = new CompletableFuture<RecordMetadata>();
    if (!window.offer(new Waiting(record, result, System.nanoTime() + patience.toNanos()))) {
      result.completeExceptionally(new NotSentException.WindowFull(name));
    }
    return result;
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

  /** Tries until its time is over; each try blocks for {@code max.block.ms} at most. */
  private void send(Waiting waiting) {
    var why = "others took too long";
    boolean tried = false;
    while (!waiting.result.isDone()) {
      if (waiting.isLate() || (closing && tried)) {
        waiting.result.completeExceptionally(new NotSentException.TooLate(why));
        return;
      }
      tried = true;
      try {
        // asked first, so that a broker never reached is not taken for a lost answer
        var _ = producer.partitionsFor(waiting.record.topic());
        if (isTaken(waiting)) {
          return;
        }
        why = "the producer's memory is full";
      } catch (TimeoutException e) {
        why = "no broker knows the topic: " + e.getMessage();
      } catch (RuntimeException e) {
        LOG.debugf(e, "%s: send failed", name);
        waiting.result.completeExceptionally(new NotSentException.TooLate(e.toString()));
      }
    }
  }

  /** Whether Kafka has it now; it has not while there is no memory for it. */
  private boolean isTaken(Waiting waiting) {
    var attempt = new CompletableFuture<RecordMetadata>();
    var _ =
        producer.send(
            waiting.record,
            (metadata, failure) -> {
              if (failure == null) {
                attempt.complete(metadata);
              } else {
                attempt.completeExceptionally(failure);
              }
            });
    if (attempt.isCompletedExceptionally()
        && attempt.exceptionNow() instanceof BufferExhaustedException) {
      return false;
    }
    var _ =
        attempt.whenComplete(
            (metadata, failure) -> {
              if (failure == null) {
                waiting.result.complete(metadata);
              } else {
                waiting.result.completeExceptionally(failure);
              }
            });
    return true;
  }

  /** No record is taken any more; those that wait are sent, as far as their time allows. */
  void close() {
    closing = true;
    thread.interrupt();
  }

  void join(Duration patience) {
    try {
      thread.join(patience);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
