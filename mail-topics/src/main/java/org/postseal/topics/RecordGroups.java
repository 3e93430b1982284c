package org.postseal.topics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts record groups together again, for one partition. Not safe for several threads.
 *
 * <pre>
 *   first record ──► waiting ──last missing record──► Complete, or Broken (length, digest)
 *                       └──15 min of broker time──► expired: it never had its 250
 * </pre>
 *
 * A producer's retry may repeat a record; the repetition is ignored.
 */
public final class RecordGroups {
  private final Map<TransactionId, OpenGroup<byte[]>> waiting = new HashMap<>();

  /** What one more record made of its group. */
  public sealed interface Progress {
    /** Records are still missing. */
    record Incomplete() implements Progress {}

    /** The whole message. */
    record Complete(AcceptedMessage message) implements Progress {}

    /** All records are there and are not the message: drop it, with an event. */
    record Broken(TransactionId transactionId, String reason) implements Progress {}
  }

  /**
   * Takes the next record.
   *
   * @param appendedAtMillis the broker's append time
   */
  public Progress add(AcceptedRecord record, long appendedAtMillis) {
    if (record.count() == 1) {
      return judge(record, List.of(record.content()));
    }
    var group =
        waiting.computeIfAbsent(
            record.transactionId(), _ -> new OpenGroup<>(record, appendedAtMillis));
    if (group.take(record, record.content()) == OpenGroup.Taken.CONTRADICTORY) {
      waiting.remove(record.transactionId());
      return new Progress.Broken(
          record.transactionId(), "records of one group disagree about count, length or digest");
    }
    if (!group.isWhole()) {
      return new Progress.Incomplete();
    }
    waiting.remove(record.transactionId());
    return judge(record, group.kept());
  }

  private static Progress judge(AcceptedRecord record, List<byte[]> pieces) {
    return AcceptedRecord.isWhole(pieces, record.length(), record.sha256())
        ? new Progress.Complete(
            new AcceptedMessage(
                record.transactionId(),
                record.origin(),
                record.envelope(),
                pieces,
                record.length(),
                record.sha256(),
                record.trace()))
        : new Progress.Broken(record.transactionId(), "length or SHA-256 is wrong");
  }

  /**
   * Gives up on groups that began more than {@link OpenGroup#PATIENCE} before the given broker
   * time.
   *
   * @return their ids
   */
  public List<TransactionId> expire(long brokerTimeMillis) {
    var expired = new ArrayList<TransactionId>();
    waiting
        .entrySet()
        .removeIf(
            entry -> {
              boolean late = entry.getValue().isLate(brokerTimeMillis);
              if (late) {
                expired.add(entry.getKey());
              }
              return late;
            });
    return expired;
  }

  /** Octets held for incomplete groups. */
  public long octetsHeld() {
    return waiting.values().stream()
        .flatMap(group -> group.kept().stream())
        .mapToLong(piece -> piece.length)
        .sum();
  }
}
