package org.postseal.following;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinishedOffsetsTest {

  /** The obvious set says the same. */
  @Property
  void isASetOfOffsets(
      @ForAll @LongRange(max = 1L << 40) long base,
      @ForAll @Size(max = 60) List<@IntRange(min = -5, max = 80) Integer> finished) {
    var offsets = FinishedOffsets.below(base);
    var set = new TreeSet<Long>();
    for (int one : finished) {
      offsets = offsets.with(base + one);
      set.add(base + one);
    }
    for (long at = base - 10; at < base + 90; at++) {
      assertThat(offsets.contains(at))
          .as("%d of %s", at, offsets)
          .isEqualTo(at < base || set.contains(at));
    }
    assertThat(offsets.contains(offsets.base())).isFalse();
    assertThat(offsets.contains(offsets.base() - 1)).isTrue();
  }

  @Property
  void orderDoesNotMatterNorWhetherTheyComeAsRuns(
      @ForAll @Size(max = 40) List<@IntRange(max = 60) Integer> finished, @ForAll long seed) {
    var shuffled = new java.util.ArrayList<>(finished);
    java.util.Collections.shuffle(shuffled, new Random(seed));
    var one = FinishedOffsets.below(7);
    for (int at : finished) {
      one = one.with(at, at + 3);
    }
    var other = FinishedOffsets.below(7);
    for (int at : shuffled) {
      other = other.with(at).with(at + 2).with(at + 1);
    }
    assertThat(one).isEqualTo(other);
    assertThat(FinishedOffsets.below(3).with(one)).isEqualTo(one);
  }

  @Property
  void itsTextSaysItAll(
      @ForAll @LongRange(max = 1L << 50) long base,
      @ForAll @Size(max = 300) List<@IntRange(max = 100_000) Integer> finished) {
    var offsets = FinishedOffsets.below(base);
    for (int one : finished) {
      offsets = offsets.with(base + one);
    }
    var kafka = new CommitNote(offsets, java.util.Optional.of(java.time.Instant.EPOCH)).toKafka();
    assertThat(kafka.offset()).isEqualTo(offsets.base());
    assertThat(CommitNote.of(kafka).finished()).isEqualTo(offsets);
  }

  /** With as many open as there may be, however they lie, nothing is left out. */
  @Property(tries = 50)
  void fitsWhateverIsOpen(@ForAll Random random) {
    long next = 1L << 40;
    var offsets = FinishedOffsets.below(next);
    for (int open = 0; open < FinishedOffsets.MOST_OPEN; open++) {
      long to = next + 2 + random.nextInt(1 << random.nextInt(1, 28));
      offsets = offsets.with(next + 1, to);
      next = to;
    }
    assertThat(offsets.runs()).isEqualTo(FinishedOffsets.MOST_OPEN);
    var kafka = new CommitNote(offsets, java.util.Optional.of(java.time.Instant.now())).toKafka();
    assertThat(kafka.metadata().length()).isLessThanOrEqualTo(4096);
    assertThat(CommitNote.of(kafka).finished()).isEqualTo(offsets);
  }

  @Test
  void whatDoesNotFitIsDoneAgainAndNeverLost() {
    var offsets = FinishedOffsets.below(0);
    for (int i = 0; i < 3000; i++) {
      offsets = offsets.with(10L * i + 1, 10L * i + 9);
    }
    var kafka = new CommitNote(offsets, java.util.Optional.empty()).toKafka();
    assertThat(kafka.metadata().length()).isLessThanOrEqualTo(4096);
    var read = CommitNote.of(kafka).finished();
    assertThat(read.runs()).isGreaterThan(500);
    assertThat(offsets.with(read)).isEqualTo(offsets);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "f1",
        "f1 1 %",
        "f1 x AQE=",
        "f1 1 AA==",
        "f1 1 AQ==",
        "f1 1 ////////////////",
        "f2 1 AQE="
      })
  void metadataOfAnybodyElseIsNone(String metadata) {
    assertThat(CommitNote.of(new OffsetAndMetadata(42, metadata)).finished())
        .isEqualTo(FinishedOffsets.below(42));
  }

  @Test
  void aTextThatIsNoneIsRefused() {
    assertThatThrownBy(() -> FinishedOffsets.of(0, "gIA="))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
