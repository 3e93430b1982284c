package org.postseal.registry.asking;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Answers kept for as long as each may be; the least recently used go first. */
final class AnswerMemory {
  private final int most;
  private final InstantSource clock;
  private final LinkedHashMap<AskedFor, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);

  private record Kept(Answer answer, Instant until) {}

  AnswerMemory(int most, InstantSource clock) {
    this.most = most;
    this.clock = clock;
  }

  synchronized Optional<Answer> find(AskedFor asked) {
    var found = kept.get(asked);
    if (found == null) {
      return Optional.empty();
    }
    if (!clock.instant().isBefore(found.until())) {
      kept.remove(asked);
      return Optional.empty();
    }
    return Optional.of(found.answer());
  }

  synchronized void keep(AskedFor asked, Answer answer) {
    if (!answer.ttl().isPositive()) {
      return;
    }
    kept.put(asked, new Kept(answer, clock.instant().plus(answer.ttl())));
    while (kept.size() > most) {
      kept.pollFirstEntry();
    }
  }

  synchronized int size() {
    return kept.size();
  }
}
