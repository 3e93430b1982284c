package org.postseal.following;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads everything in some partitions, and then what comes. A loop that begins anew reads
 * everything once more.
 */
public final class FromBeginning implements Turns {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration ASKING = Duration.ofSeconds(10);

  private final List<TopicPartition> followed;
  private final Reader reader;
  private Map<TopicPartition, Long> ends = Map.of();
  private boolean isComplete;

  /** Who keeps what is read. Called on the loop's thread. */
  public interface Reader {

    /** Everything will be read, from the first record on. */
    default void begun() {}

    /** The next record. */
    void take(ConsumerRecord<byte[], byte[]> record);

    /** All that was there when reading began has been taken. */
    void caughtUp();
  }

  public FromBeginning(List<TopicPartition> followed, Reader reader) {
    this.followed = List.copyOf(followed);
    this.reader = reader;
  }

  @Override
  public void begin(Consumer<byte[], byte[]> consumer) {
    reader.begun();
    isComplete = false;
    consumer.assign(followed);
    consumer.seekToBeginning(followed);
    ends = consumer.endOffsets(followed, ASKING);
  }

  @Override
  public void turn(Consumer<byte[], byte[]> consumer) {
    if (!isComplete && hasReached(consumer)) {
      isComplete = true;
      reader.caughtUp();
    }
    for (var record : consumer.poll(POLL)) {
      reader.take(record);
    }
  }

  private boolean hasReached(Consumer<byte[], byte[]> consumer) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey(), ASKING) >= end.getValue());
  }

  @Override
  public Map<TopicPartition, Long> awaited(Consumer<byte[], byte[]> consumer) {
    var positions = new HashMap<TopicPartition, Long>();
    followed.forEach(one -> positions.put(one, consumer.position(one, ASKING)));
    return positions;
  }
}
