package org.postseal.relay.latest;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.postseal.following.FromBeginning;
import org.postseal.following.SupervisedLoop;
import org.postseal.topics.MailTopic;

/**
 * Follows a compacted topic from its beginning, a moment late at most. When the loop begins anew
 * everything is read again, so whoever takes records must not mind an old one.
 */
public final class LatestTopic {
  private final Taker taker;
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
    var partitions = new ArrayList<TopicPartition>();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      partitions.add(new TopicPartition(topic.topic(), partition));
    }
    this.loop =
        new SupervisedLoop(
            loopName,
            consumers,
            new FromBeginning(partitions, new Reading()),
            SupervisedLoop.Limits.USUAL);
  }

  /** For liveness and metrics; to be started and closed. */
  public SupervisedLoop loop() {
    return loop;
  }

  /** Completes when all that was there at the start has been read. */
  public CompletableFuture<Void> read() {
    return read;
  }

  private final class Reading implements FromBeginning.Reader {
    @Override
    public void take(ConsumerRecord<byte[], byte[]> record) {
      taker.take(record);
    }

    @Override
    public void caughtUp() {
      var _ = read.complete(null);
    }
  }
}
