package org.postseal.relay.delivery;

import java.util.ArrayList;
import java.util.List;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.OpenGroup;
import org.postseal.topics.RetryRecord.Coordinates;
import org.postseal.topics.TransactionId;

/**
 * The records of one long message seen so far, without their content: that stays in the log until
 * the message has its turn.
 *
 * @param <R> what acknowledges a record
 */
final class WaitingGroup<R> {
  private final OpenGroup<Long> offsets;
  private final int partition;
  private final List<R> records = new ArrayList<>();
  private long lastOffset = -1;

  WaitingGroup(AcceptedRecord first, int partition, long beganAtMillis) {
    this.offsets = new OpenGroup<>(first, beganAtMillis);
    this.partition = partition;
  }

  /** Takes a record; one that repeats another or contradicts has to be acknowledged as well. */
  OpenGroup.Taken take(AcceptedRecord part, long offset, R record) {
    records.add(record);
    lastOffset = Math.max(lastOffset, offset);
    return offsets.take(part, offset);
  }

  boolean isWhole() {
    return offsets.isWhole();
  }

  boolean isLate(long brokerTimeMillis) {
    return offsets.isLate(brokerTimeMillis);
  }

  AcceptedRecord first() {
    return offsets.first();
  }

  TransactionId transactionId() {
    return offsets.first().transactionId();
  }

  int partition() {
    return partition;
  }

  long lastOffset() {
    return lastOffset;
  }

  Coordinates coordinates(String topic) {
    return new Coordinates(topic, partition, offsets.kept());
  }

  /** Everything to acknowledge. */
  List<R> records() {
    return records;
  }

  @Override
  public String toString() {
    return offsets.toString();
  }
}
