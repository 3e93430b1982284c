package org.postseal.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.relay.delivery.GroupTracker.Position;
import org.postseal.relay.delivery.GroupTracker.Progress;
import org.postseal.topics.AcceptedRecord;
import org.postseal.topics.OpenGroup;
import org.postseal.topics.Origin;
import org.postseal.topics.TransactionId;

class GroupTrackerTest {
  private static final int PARTITION = 2;
  private static final long BEGIN = 1_000_000;

  private final GroupTracker<String> tracker = new GroupTracker<>();
  private final TransactionId one = TransactionId.next(Instant.EPOCH);
  private final TransactionId other = TransactionId.next(Instant.EPOCH);

  private Progress<String> add(TransactionId id, int index, long offset) {
    return add(id, index, offset, "sha");
  }

  private Progress<String> add(TransactionId id, int index, long offset, String sha256) {
    var record =
        new AcceptedRecord(
            id,
            Origin.MX,
            Topics.envelope("a@dest.example"),
            index,
            3,
            100,
            sha256,
            new byte[0],
            Optional.empty());
    return tracker.add(record, new Position(PARTITION, offset, BEGIN + offset), id.value() + index);
  }

  @Test
  void interleavedGroupsBecomeWholeEachByItself() {
    add(one, 0, 10);
    add(other, 0, 11);
    add(one, 1, 12);
    add(other, 1, 13);

    var whole = (Progress.Whole<String>) add(one, 2, 14);

    assertThat(whole.group().coordinates("mail.accepted").offsets()).containsExactly(10L, 12L, 14L);
    assertThat(whole.group().records())
        .containsExactly(one.value() + 0, one.value() + 1, one.value() + 2);
    assertThat(add(other, 2, 15)).isInstanceOf(Progress.Whole.class);
    assertThat(tracker.partitionsWaiting()).isEmpty();
  }

  @Test
  void aRepeatedRecordIsOnlyAcknowledged() {
    add(one, 0, 10);
    add(one, 1, 11);
    add(one, 1, 12);

    var whole = (Progress.Whole<String>) add(one, 2, 13);

    assertThat(whole.group().coordinates("mail.accepted").offsets()).containsExactly(10L, 11L, 13L);
    assertThat(whole.group().records()).hasSize(4);
  }

  @Test
  void recordsOutOfOrderAreFoundInOrder() {
    add(one, 0, 10);
    add(one, 2, 11);

    var whole = (Progress.Whole<String>) add(one, 1, 12);

    assertThat(whole.group().coordinates("mail.accepted").offsets()).containsExactly(10L, 12L, 11L);
  }

  @Test
  void theRestOfAFinishedGroupIsNotWaitedFor() {
    assertThat(add(one, 1, 10)).isEqualTo(new Progress.Finished<>(one.value() + 1));
    assertThat(tracker.partitionsWaiting()).isEmpty();
  }

  @Test
  void aPartitionReadAgainBeginsItsGroupsAnew() {
    add(one, 0, 10);
    add(one, 1, 11);

    add(one, 0, 10);
    add(one, 1, 11);
    var whole = (Progress.Whole<String>) add(one, 2, 12);

    assertThat(whole.group().records()).hasSize(3);
  }

  @Test
  void recordsThatDisagreeAreNoMessage() {
    add(one, 0, 10);

    assertThat(add(one, 1, 11, "another")).isInstanceOf(Progress.Contradictory.class);
    assertThat(tracker.partitionsWaiting()).isEmpty();
  }

  @Test
  void anIncompleteGroupIsGivenUpByTheBrokersTime() {
    long end = BEGIN + 10 + OpenGroup.PATIENCE.toMillis();
    add(one, 0, 10);

    assertThat(tracker.expire(PARTITION, end)).isEmpty();
    assertThat(tracker.expire(PARTITION + 1, end + 1)).isEmpty();
    assertThat(tracker.expire(PARTITION, end + 1))
        .singleElement()
        .satisfies(group -> assertThat(group.transactionId()).isEqualTo(one));
    assertThat(tracker.expire(PARTITION, end + 1)).isEmpty();
  }

  @Test
  void aRevokedPartitionIsForgotten() {
    add(one, 0, 10);
    assertThat(tracker.partitionsWaiting()).containsExactly(PARTITION);

    assertThat(tracker.forget(List.of(PARTITION)))
        .singleElement()
        .satisfies(group -> assertThat(group.records()).hasSize(1));

    assertThat(tracker.partitionsWaiting()).isEmpty();
  }
}
