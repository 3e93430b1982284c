package org.postseal.following;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** The partitions that are not read now, and until when. Used on the loop's thread only. */
final class Pauses {
  /** How often it is looked whether there is room. */
  static final Duration SHORT_POLL = Duration.ofMillis(10);

  private static final Duration LONGEST_POLL = Duration.ofMillis(100);

  private final InstantSource clock;
  private final Map<TopicPartition, Pause> pauses = new HashMap<>();

  /** Why a partition is not read now. */
  sealed interface Pause {
    record Until(Instant due) implements Pause {}

    record ForRoom() implements Pause {}

    record ForStart(CompletableFuture<Void> ready) implements Pause {}
  }

  Pauses(InstantSource clock) {
    this.clock = clock;
  }

  void begin(TopicPartition partition, Pause pause) {
    pauses.put(partition, pause);
  }

  void forget(Collection<TopicPartition> partitions) {
    partitions.forEach(pauses::remove);
  }

  /** How long a poll may take, so that what becomes due meanwhile is read in time. */
  Duration untilNext() {
    var wait = LONGEST_POLL;
    var now = clock.instant();
    for (var pause : pauses.values()) {
      switch (pause) {
        case Pause.ForRoom() -> {
          return SHORT_POLL;
        }
        case Pause.ForStart _ -> {
          return SHORT_POLL;
        }
        case Pause.Until(var due) -> {
          var until = due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO;
          wait = until.compareTo(wait) < 0 ? until : wait;
        }
      }
    }
    return wait;
  }

  /** Ends those that are over: the partitions to be read again. */
  List<TopicPartition> end(Predicate<TopicPartition> hasRoom) {
    var now = clock.instant();
    var ready = new ArrayList<TopicPartition>();
    pauses.forEach(
        (partition, pause) -> {
          boolean over =
              switch (pause) {
                case Pause.Until(var due) -> !due.isAfter(now);
                case Pause.ForRoom() -> hasRoom.test(partition);
                case Pause.ForStart(var done) -> done.isDone();
              };
          if (over) {
            ready.add(partition);
          }
        });
    pauses.keySet().removeAll(ready);
    return ready;
  }
}
