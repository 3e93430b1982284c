package org.postseal.endtoend.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

/** Follows {@code mail.deliveries}: how often each transaction was delivered. */
public final class DeliveryCount implements AutoCloseable {
  private final Map<String, Integer> delivered = new ConcurrentHashMap<>();
  private final List<Long> latencies = Collections.synchronizedList(new ArrayList<>());
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread reader;
  private volatile long lastNanos = System.nanoTime();

  /** Counts from the topic's beginning. */
  public DeliveryCount(Map<String, String> kafka) {
    consumer =
        new KafkaConsumer<>(
            new HashMap<>(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var partitions =
        IntStream.range(0, MailTopic.DELIVERIES.partitions())
            .mapToObj(partition -> new TopicPartition(MailTopic.DELIVERIES.topic(), partition))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    reader = Thread.ofPlatform().daemon().name("delivery-count").start(this::read);
  }

  private void read() {
    try (consumer) {
      while (true) {
        for (var record : consumer.poll(Duration.ofSeconds(1))) {
          var event = CloudEvent.of(record);
          if (event.type().equals(CloudEvent.Type.DELIVERED.word())) {
            delivered.merge(event.subject(), 1, Integer::sum);
            latencies.add(latencyNanos(event));
            lastNanos = System.nanoTime();
          }
        }
      }
    } catch (WakeupException _) {
      // closed
    } catch (MalformedRecordException e) {
      throw new IllegalStateException("an event that is none", e);
    }
  }

  /** Transactions delivered at least once. */
  public int transactions() {
    return delivered.size();
  }

  /** Transactions delivered so far, and how often each. */
  public Map<String, Integer> deliveries() {
    return Collections.unmodifiableMap(delivered);
  }

  /** Deliveries beyond one for a transaction. */
  public int repeated() {
    return delivered.values().stream().mapToInt(times -> times - 1).sum();
  }

  private static long latencyNanos(CloudEvent event) {
    return TimeUnit.MILLISECONDS.toNanos(event.data().path("latencyMillis").asLong());
  }

  /** How long the deliveries took that were seen after the first so many. */
  Latencies latenciesSince(int first) {
    synchronized (latencies) {
      return Latencies.ofNanos(
          latencies.subList(first, latencies.size()).stream().mapToLong(Long::longValue).toArray());
    }
  }

  /** When the last delivery was seen, as {@link System#nanoTime}. */
  public long lastNanos() {
    return lastNanos;
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
