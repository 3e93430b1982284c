package org.postseal.endtoend.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.postseal.endtoend.gateway.TopicsFromTheBeginning;
import org.postseal.topics.CloudEvent;
import org.postseal.topics.MailTopic;
import org.postseal.topics.MalformedRecordException;

/** Follows {@code mail.deliveries}: how often each transaction was delivered. */
public final class DeliveryCount implements AutoCloseable {
  private final Map<String, Integer> delivered = new ConcurrentHashMap<>();
  private final List<Long> latencies = Collections.synchronizedList(new ArrayList<>());
  private final TopicsFromTheBeginning reading;
  private volatile long lastNanos = System.nanoTime();

  /** Counts from the topic's beginning. */
  public DeliveryCount(Map<String, String> kafka) {
    reading =
        TopicsFromTheBeginning.follow(
            "delivery-count", kafka, List.of(MailTopic.DELIVERIES), this::note);
  }

  private void note(ConsumerRecord<byte[], byte[]> record) throws MalformedRecordException {
    var event = CloudEvent.of(record);
    if (event.type().equals(CloudEvent.Type.DELIVERED.word())) {
      delivered.merge(event.subject(), 1, Integer::sum);
      latencies.add(latencyNanos(event));
      lastNanos = System.nanoTime();
    }
  }

  /**
   * Transactions delivered at least once.
   *
   * @throws IllegalStateException if nobody counts any more
   */
  public int transactions() {
    reading.check();
    return delivered.size();
  }

  /** Transactions delivered so far, and how often each. */
  public Map<String, Integer> deliveries() {
    reading.check();
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
    reading.close();
  }
}
