package org.postseal.relay.delivery;

import java.util.ArrayList;
import java.util.List;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.RetryRecord.Coordinates;
import org.postseal.topics.TransactionId;

/**
 * The records of one long message seen so far, without their content: that stays in the log until
 * the message has its turn.
 *
 * @param <R> what acknowledges a record
 */
final class WaitingGroup<R> {
  private final AcceptedRecord first;
  private final int partition;
  private final long beganAtMillis;
  private final List<Long> offsets = new ArrayList<>();
  private final List<R> records = new ArrayList<>();

  WaitingGroup(AcceptedRecord first, int partition, long beganAtMillis) {
    this.first = first;
    this.partition = partition;
    this.beganAtMillis = beganAtMillis;
  }

  /** False if this record says something else about the message than the first did. */
  boolean agreesWith(AcceptedRecord record) {
    return record.count() == first.count()
        && record.length() == first.length()
        && record.sha256().equals(first.sha256());
  }

  /** Takes the record if it is the next one; a repeated one has only to be acknowledged. */
  void take(AcceptedRecord part, long offset, R record) {
    records.add(record);
    if (part.index() == offsets.size()) {
      offsets.add(offset);
    }
  }

  boolean isWhole() {
    return offsets.size() == first.count();
  }

  /** Whether it began longer ago than that, in the broker's time. */
  boolean isOlderThan(long patienceMillis, long brokerTimeMillis) {
    return brokerTimeMillis - beganAtMillis > patienceMillis;
  }

  AcceptedRecord first() {
    return first;
  }

  TransactionId transactionId() {
    return first.transactionId();
  }

  int partition() {
    return partition;
  }

  long lastOffset() {
    return offsets.getLast();
  }

  Coordinates coordinates(String topic) {
    return new Coordinates(topic, partition, offsets);
  }

  /** Everything to acknowledge. */
  List<R> records() {
    return records;
  }

  @Override
  public String toString() {
    return transactionId() + ": " + offsets.size() + " of " + first.count() + " records";
  }
}
