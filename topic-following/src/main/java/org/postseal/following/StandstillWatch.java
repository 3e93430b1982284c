package org.postseal.following;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Whether a loop gets on while there is something to read. What it believes of the log comes from
 * asking for its end, not from the consumer that may be stuck; and if Kafka does not answer that,
 * nothing can be said.
 */
final class StandstillWatch {
  private static final Duration ASK_EVERY = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final Duration patience;
  private Map<TopicPartition, Long> before = Map.of();
  private final Map<TopicPartition, Long> standingSince = new HashMap<>();
  private long askedAt = System.nanoTime();
  private volatile long progressedAt = System.nanoTime();
  private volatile long oldest;
  private volatile boolean stands;

  StandstillWatch(Duration patience) {
    this.patience = patience;
  }

  /** Looks, if it is time to. On the loop's thread. */
  void look(Consumer<byte[], byte[]> consumer, Turns turns) {
    long now = System.nanoTime();
    var every = patience.compareTo(ASK_EVERY) < 0 ? patience : ASK_EVERY;
    if (now - askedAt < every.toNanos()) {
      return;
    }
    askedAt = now;
    var awaited = turns.awaited(consumer);
    var same = new HashMap<TopicPartition, Long>();
    awaited.forEach(
        (partition, position) -> {
          if (position.equals(before.get(partition))) {
            same.put(partition, position);
          }
        });
    if (!awaited.isEmpty() && same.size() < awaited.size()) {
      progressedAt = now;
    }
    before = Map.copyOf(awaited);
    standingSince.keySet().retainAll(same.keySet());
    if (!same.isEmpty()) {
      compareWithEnds(consumer, same, now);
    }
    stands = !standingSince.isEmpty();
    oldest = standingSince.values().stream().mapToLong(since -> since).min().orElse(now);
  }

  private void compareWithEnds(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> positions, long now) {
    try {
      consumer
          .endOffsets(positions.keySet(), ANSWER)
          .forEach(
              (partition, end) -> {
                if (end > positions.get(partition)) {
                  standingSince.putIfAbsent(partition, now);
                } else {
                  standingSince.remove(partition);
                }
              });
    } catch (RetriableException _) {
      standingSince.clear(); // Kafka is away
    }
  }

  Duration sinceProgress() {
    return Duration.ofNanos(System.nanoTime() - progressedAt);
  }

  Duration standing() {
    return stands ? Duration.ofNanos(System.nanoTime() - oldest) : Duration.ZERO;
  }

  Optional<String> standstill() {
    var standing = standing();
    return standing.compareTo(patience) > 0
        ? Optional.of("nothing read for " + standing.toSeconds() + " s, though there is something")
        : Optional.empty();
  }
}
