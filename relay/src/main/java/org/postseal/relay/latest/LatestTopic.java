package org.postseal.relay.latest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.postseal.following.SupervisedLoop;
import org.postseal.following.Turns;
import org.postseal.topics.MailTopic;

/**
 * Follows a compacted topic from its beginning, a moment late at most. When the loop begins anew
 * everything is read again, so whoever takes records must not mind an old one.
 */
public final class LatestTopic {
  private static final Logger LOG = Logger.getLogger(LatestTopic.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration ASKING = Duration.ofSeconds(10);

  private final Taker taker;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final CompletableFuture<Void> read = new CompletableFuture<>();
  private final SupervisedLoop loop;

  /** Takes each record, in order, on the loop's thread. */
  public interface Taker {
    void take(ConsumerRecord<byte[], byte[]> record);
  }

  /** Not yet started. */
  public LatestTopic(
      String loopName, SupervisedLoop.Consumers consumers, MailTopic topic, Taker taker) {
    this.taker = taker;
    for (int partition = 0; partition < topic.partitions(); partition++) {
      partitions.add(new TopicPartition(topic.topic(), partition));
    }
    this.loop =
        new SupervisedLoop(loopName, consumers, new FromBeginning(), SupervisedLoop.Limits.USUAL);
  }

  /** For liveness and metrics; to be started and closed. */
  public SupervisedLoop loop() {
    return loop;
  }

  /** Completes when all that was there at the start has been read. */
  public CompletableFuture<Void> read() {
    return read;
  }

  private final class FromBeginning implements Turns {
    private Map<TopicPartition, Long> ends = Map.of();

    @Override
    public void begin(Consumer<byte[], byte[]> consumer) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      ends = consumer.endOffsets(partitions, ASKING);
    }

    @Override
    public void turn(Consumer<byte[], byte[]> consumer) {
      if (!read.isDone() && hasReached(consumer)) {
        LOG.debugf("read up to %s", ends);
        var _ = read.complete(null);
      }
      for (var record : consumer.poll(POLL)) {
        taker.take(record);
      }
    }

    private boolean hasReached(Consumer<byte[], byte[]> consumer) {
      return ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey(), ASKING) >= end.getValue());
    }

    @Override
    public Map<TopicPartition, Long> awaited(Consumer<byte[], byte[]> consumer) {
      var positions = new HashMap<TopicPartition, Long>();
      partitions.forEach(one -> positions.put(one, consumer.position(one, ASKING)));
      return positions;
    }
  }
}
