package org.postseal.relay.retry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.postseal.topics.MailTopic;

/** How much waits in the retry topics, and since when, in the partitions this replica reads. */
public final class RetryBacklog {
  private final Map<TopicPartition, Long> waitingSince = new ConcurrentHashMap<>();
  private final Map<String, Long> depths = new ConcurrentHashMap<>();
  private final Map<String, Long> ages = new ConcurrentHashMap<>();

  public RetryBacklog(MeterRegistry registry) {
    for (var topic : RetrySchedule.TOPICS) {
      gauge(registry, "postseal_relay_retry_depth", "Records not taken yet", topic, depths);
      gauge(
          registry,
          "postseal_relay_retry_oldest_seconds",
          "Age of the oldest record not taken yet",
          topic,
          ages);
    }
  }

  private static void gauge(
      MeterRegistry registry,
      String name,
      String description,
      MailTopic topic,
      Map<String, Long> values) {
    Gauge.builder(name, values, all -> all.getOrDefault(topic.topic(), 0L))
        .description(description)
        .tag("topic", topic.topic())
        .register(registry);
  }

  /** The first record of a partition is not due yet. */
  public void waiting(TopicPartition partition, long appendedAtMillis) {
    waitingSince.put(partition, appendedAtMillis);
  }

  public void noneWaiting(TopicPartition partition) {
    waitingSince.remove(partition);
  }

  /** All records not taken yet. */
  public long depth() {
    return depths.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Age of the oldest of them, in seconds. */
  public long oldestSeconds() {
    return ages.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** Called on the consumer's thread now and then. */
  public void measure(Consumer<?, ?> consumer, Instant now) {
    for (var topic : RetrySchedule.TOPICS) {
      long depth = 0;
      long oldest = now.toEpochMilli();
      for (var partition : consumer.assignment()) {
        if (partition.topic().equals(topic.topic())) {
          depth += consumer.currentLag(partition).orElse(0);
          oldest = Math.min(oldest, waitingSince.getOrDefault(partition, oldest));
        }
      }
      depths.put(topic.topic(), depth);
      ages.put(topic.topic(), (now.toEpochMilli() - oldest) / 1000);
    }
  }
}
