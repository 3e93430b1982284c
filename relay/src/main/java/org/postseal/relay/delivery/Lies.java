package org.postseal.relay.delivery;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.postseal.topics.RetryRecord.Coordinates;

/** Where a message lies in Kafka: what is known of it while it waits. */
sealed interface Lies {

  /** One record of {@code mail.accepted}. */
  record InOneRecord(TopicPartition partition, long offset) implements Lies {}

  /** Several records of {@code mail.accepted}. */
  record InAGroup(Coordinates where) implements Lies {}

  /** A record of a retry topic. */
  record InARetry(TopicPartition partition, long offset) implements Lies {}

  default TopicPartition place() {
    return switch (this) {
      case InOneRecord(var partition, _) -> partition;
      case InAGroup(var where) -> new TopicPartition(where.topic(), where.partition());
      case InARetry(var partition, _) -> partition;
    };
  }

  /** As its coordinates, whatever it is. */
  default Coordinates coordinates() {
    return switch (this) {
      case InOneRecord(var partition, var offset) -> one(partition, offset);
      case InAGroup(var where) -> where;
      case InARetry(var partition, var offset) -> one(partition, offset);
    };
  }

  private static Coordinates one(TopicPartition partition, long offset) {
    return new Coordinates(partition.topic(), partition.partition(), List.of(offset));
  }
}
