package org.postseal.following;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Takes records over as work to be finished in any order. Called on the loop's thread only. */
public interface RecordTaker {

  /** What was made of an offered record. */
  sealed interface Answer {
    /** It is taken over: its {@link Place} says when it is finished. */
    record Taken() implements Answer {}

    /** Offer it, and what follows in its partition, not before then. */
    record NotBefore(Instant due) implements Answer {}

    /** There is no room now; offer it again in a moment. */
    record NoRoom() implements Answer {}

    Answer TAKEN = new Taken();
    Answer NO_ROOM = new NoRoom();
  }

  /**
   * Takes a record, or not. Must not block.
   *
   * @param place to be finished, or given up, only if the answer is {@link Answer.Taken}
   */
  Answer offer(ConsumerRecord<byte[], byte[]> record, Place place);

  /**
   * Partitions are ours from now on. Their records are offered once the future completes.
   *
   * @param committed when the last commit of each was made; empty if there was none of ours
   */
  default CompletableFuture<Void> assigned(Map<TopicPartition, Optional<Instant>> committed) {
    return CompletableFuture.completedFuture(null);
  }

  /**
   * Partitions are no longer ours. Places that are not begun are to be given up; what is being
   * worked on may be finished, and is told to Kafka if that happens at once.
   */
  void revoked(Collection<TopicPartition> partitions);

  /** Comes by every second or so; for gauges. */
  default void measure(Consumer<?, ?> consumer) {}

  /** A record the taker broke on again and again: the last chance to keep it. */
  void unreadable(ConsumerRecord<byte[], byte[]> record, Place place, RuntimeException failure);
}
