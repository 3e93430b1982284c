package org.postseal.following;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What a {@link SupervisedLoop} does with its consumer. Everything runs on the loop's thread. */
public interface Turns {

  /** A consumer was made: subscribe or assign. */
  void begin(Consumer<byte[], byte[]> consumer);

  /** One poll, and what follows from it. Returns within moments, so that the loop is seen alive. */
  void turn(Consumer<byte[], byte[]> consumer);

  /** The consumer is about to be closed in good order. */
  default void end(Consumer<byte[], byte[]> consumer) {}

  /** The consumer is gone, whatever ended it. */
  default void ended() {}

  /**
   * Where reading goes on in each partition that is to be read now; not those that wait by intent.
   */
  Map<TopicPartition, Long> awaited(Consumer<byte[], byte[]> consumer);
}
