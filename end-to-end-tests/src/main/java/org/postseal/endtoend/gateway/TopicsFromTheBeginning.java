package org.postseal.endtoend.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

/**
 * Follows topics from their beginning, on a thread of its own. Whoever asks hears of what ended it
 * before it was closed: a count that stands still would be taken for mail that stands still.
 */
public final class TopicsFromTheBeginning implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final List<TopicPartition> partitions;
  private final Taker taker;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread reader;
  private volatile CountDownLatch untilTheEnd = new CountDownLatch(0);
  private volatile @Nullable Exception failure;

  /** What becomes of a record, on the reading thread. */
  public interface Taker {
    /** Takes one. */
    void take(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException;
  }

  private TopicsFromTheBeginning(
      String name, Map<String, String> kafka, List<MailTopic> topics, Taker taker) {
    this.taker = taker;
    this.partitions =
        topics.stream()
            .flatMap(
                topic ->
                    IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.topic(), partition)))
            .toList();
    this.consumer =
        new KafkaConsumer<>(
            new HashMap<>(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    this.reader = Thread.ofPlatform().daemon().name(name).unstarted(this::read);
  }

  /**
   * Begins.
   *
   * @param name of the thread
   * @param kafka settings of a client that may read them
   */
  public static TopicsFromTheBeginning follow(
      String name, Map<String, String> kafka, List<MailTopic> topics, Taker taker) {
    var topicsFollowed = new TopicsFromTheBeginning(name, kafka, topics, taker);
    topicsFollowed.reader.start();
    return topicsFollowed;
  }

  private void read() {
    try (consumer) {
      while (true) {
        for (var record : consumer.poll(POLL)) {
          taker.take(record);
        }
        if (untilTheEnd.getCount() > 0 && isAtTheEnd()) {
          untilTheEnd.countDown();
        }
      }
    } catch (WakeupException _) {
      // closed
    } catch (MalformedRecordException | RuntimeException e) {
      failure = e;
    }
  }

  private boolean isAtTheEnd() {
    try {
      return consumer.endOffsets(partitions).entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException _) {
      return false; // while a broker is away
    }
  }

  /**
   * Looks whether it still reads.
   *
   * @throws IllegalStateException with what ended it
   */
  public void check() {
    var ended = failure;
    if (ended != null) {
      throw new IllegalStateException(reader.getName() + " reads no more", ended);
    }
  }

  /**
   * Waits until everything is read that is there now.
   *
   * @throws IllegalStateException if it reads no more
   */
  public void awaitTheEnd() throws InterruptedException {
    var latch = new CountDownLatch(1);
    untilTheEnd = latch;
    do {
      check();
    } while (!latch.await(POLL.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      reader.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
