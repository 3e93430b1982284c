package org.postseal.following;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition, a replica that takes, finishes and commits at random, and dies or stops at any
 * step. Nothing is lost; what is done again was open, or finished since the last commit.
 */
class CrashesTest {
  private static final TopicPartition PARTITION = new TopicPartition("t", 0);
  private static final int RECORDS = 60;

  private final Map<Long, Integer> done = new HashMap<>();
  private Optional<OffsetAndMetadata> committed = Optional.empty();

  /** What one life of a replica knows. */
  private static final class Life {
    private final PartitionProgress progress = new PartitionProgress(PARTITION);
    private final List<Place> open = new ArrayList<>();
    private final Set<Long> finishedSinceCommit = new HashSet<>();
    private long position;
  }

  @Property(tries = 2000)
  void nothingIsLostAndOnlyWhatWasOpenIsDoneAgain(@ForAll Random random) {
    done.clear();
    committed = Optional.empty();
    var mayRepeat = new HashSet<Long>();
    var life = begin();
    for (int step = 0; step < 400; step++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> take(life);
        case 4, 5, 6 -> finish(life, random);
        case 7, 8 -> commit(life);
        default -> {
          if (random.nextInt(8) == 0) {
            life = random.nextBoolean() ? killed(life, mayRepeat) : stopped(life);
          }
        }
      }
    }
    while (life.position < RECORDS || !life.open.isEmpty()) {
      take(life);
      finish(life, random);
    }
    commit(life);

    for (long offset = 0; offset < RECORDS; offset++) {
      int times = done.getOrDefault(offset, 0);
      assertThat(times).as("offset %d", offset).isPositive();
      if (!mayRepeat.contains(offset)) {
        assertThat(times).as("offset %d", offset).isEqualTo(1);
      }
    }
    assertThat(CommitNote.of(committed.orElseThrow()).finished())
        .isEqualTo(FinishedOffsets.below(RECORDS));
  }

  private Life begin() {
    var life = new Life();
    life.position = committed.map(OffsetAndMetadata::offset).orElse(0L);
    life.progress.resume(committed.map(CommitNote::of).map(CommitNote::finished), life.position);
    return life;
  }

  private void take(Life life) {
    if (life.position == RECORDS) {
      return;
    }
    if (life.progress.isNew(life.position)) {
      life.open.add(life.progress.take(life.position));
    }
    life.progress.pass(life.position++);
  }

  private void finish(Life life, Random random) {
    if (!life.open.isEmpty()) {
      var place = life.open.remove(random.nextInt(life.open.size()));
      done.merge(place.offset(), 1, Integer::sum);
      life.finishedSinceCommit.add(place.offset());
      place.finish();
    }
  }

  private void commit(Life life) {
    life.progress
        .toCommit(Instant.EPOCH)
        .ifPresent(
            note -> {
              committed = Optional.of(note.toKafka());
              life.progress.committed(note.finished());
              life.finishedSinceCommit.clear();
            });
  }

  /** At any step: what is open may or may not have been delivered already. */
  private Life killed(Life life, Set<Long> mayRepeat) {
    for (var place : life.open) {
      done.merge(place.offset(), 1, Integer::sum);
      mayRepeat.add(place.offset());
    }
    mayRepeat.addAll(life.finishedSinceCommit);
    return begin();
  }

  /** In good order: what is open is finished and told; what was not begun is given up. */
  private Life stopped(Life life) {
    for (int i = 0; i < life.open.size(); i++) {
      var place = life.open.get(i);
      if (i % 3 == 0) {
        place.giveUp();
      } else {
        done.merge(place.offset(), 1, Integer::sum);
        place.finish();
      }
    }
    commit(life);
    return begin();
  }
}
