package org.postseal.relay.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.OpenGroup;
import org.postseal.topics.TransactionId;

/**
 * Watches the record groups of long messages become whole. Keeps no content, so that any number of
 * interleaved groups costs next to nothing. Pure; safe for several threads.
 *
 * <pre>
 *   first record ──► waiting ──last record──► Whole
 *                       ├──15 min of broker time──► expired: it never had its 250
 *                       └──a record that disagrees──► Contradictory
 * </pre>
 *
 * @param <R> what acknowledges a record
 */
final class GroupTracker<R> {
  private final Map<Integer, Map<TransactionId, WaitingGroup<R>>> byPartition = new HashMap<>();

  /** What one more record made of its group. */
  sealed interface Progress<R> {
    /** Records are still missing. */
    record Waiting<R>() implements Progress<R> {}

    /** All are there; whether they are the message is seen when they are read. */
    record Whole<R>(WaitingGroup<R> group) implements Progress<R> {}

    /** Its records say different things about the message: it is none. */
    record Contradictory<R>(WaitingGroup<R> group) implements Progress<R> {}

    /**
     * A later record of a group whose first one lies before the committed offset. That group was
     * done, for the committed offset is the first record of the oldest unfinished message.
     */
    record Finished<R>(R record) implements Progress<R> {}
  }

  synchronized Progress<R> add(AcceptedRecord part, Position position, R record) {
    var waiting = byPartition.computeIfAbsent(position.partition(), _ -> new HashMap<>());
    var group = waiting.get(part.transactionId());
    if (group == null || (part.index() == 0 && position.offset() <= group.lastOffset())) {
      if (part.index() > 0) {
        return new Progress.Finished<>(record);
      }
      // The first record, or the first again because the partition is read from an earlier offset.
      group = new WaitingGroup<>(part, position.partition(), position.appendedAtMillis());
      waiting.put(part.transactionId(), group);
    }
    boolean agrees = group.take(part, position.offset(), record) != OpenGroup.Taken.CONTRADICTORY;
    if (agrees && !group.isWhole()) {
      return new Progress.Waiting<>();
    }
    waiting.remove(part.transactionId());
    return agrees ? new Progress.Whole<>(group) : new Progress.Contradictory<>(group);
  }

  /** Where a record lies and since when, by the broker's clock. */
  record Position(int partition, long offset, long appendedAtMillis) {}

  /** Gives up on groups of this partition that began too long before the given broker time. */
  synchronized List<WaitingGroup<R>> expire(int partition, long brokerTimeMillis) {
    var waiting = byPartition.get(partition);
    if (waiting == null || waiting.isEmpty()) {
      return List.of();
    }
    var expired = new ArrayList<WaitingGroup<R>>();
    waiting.values().removeIf(group -> group.isLate(brokerTimeMillis) && expired.add(group));
    return expired;
  }

  /** Partitions with incomplete groups. */
  synchronized Set<Integer> partitionsWaiting() {
    var partitions = new HashSet<Integer>();
    byPartition.forEach(
        (partition, waiting) -> {
          if (!waiting.isEmpty()) {
            partitions.add(partition);
          }
        });
    return partitions;
  }

  /** Somebody else reads these partitions now: gives what was waiting for the rest of it. */
  synchronized List<WaitingGroup<R>> forget(Collection<Integer> partitions) {
    var forgotten = new ArrayList<WaitingGroup<R>>();
    for (var partition : partitions) {
      var waiting = byPartition.remove(partition);
      if (waiting != null) {
        forgotten.addAll(waiting.values());
      }
    }
    return forgotten;
  }
}
