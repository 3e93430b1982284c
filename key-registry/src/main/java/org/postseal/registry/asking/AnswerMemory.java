package org.postseal.registry.asking;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Function;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.PolicyPin;

/**
 * Answers kept for as long as each may be; the least recently used go first. An answer ends early
 * when what its domain is held to is another than when it was kept: another replica has heard
 * something that is newer.
 */
final class AnswerMemory {
  private final int most;
  private final InstantSource clock;
  private final Function<DomainName, Optional<PolicyPin>> inForce;
  private final LinkedHashMap<AskedFor, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);

  private record Kept(Answer answer, Instant until, Optional<PolicyPin> pinned) {}

  /**
   * @param inForce what a domain is held to now
   */
  AnswerMemory(int most, InstantSource clock, Function<DomainName, Optional<PolicyPin>> inForce) {
    this.most = most;
    this.clock = clock;
    this.inForce = inForce;
  }

  synchronized Optional<Answer> find(AskedFor asked) {
    var found = kept.get(asked);
    if (found == null) {
      return Optional.empty();
    }
    if (!clock.instant().isBefore(found.until())
        || !saysTheSame(found.pinned(), inForce.apply(asked.domain()))) {
      kept.remove(asked);
      return Optional.empty();
    }
    return Optional.of(found.answer());
  }

  private static boolean saysTheSame(Optional<PolicyPin> one, Optional<PolicyPin> other) {
    return one.isPresent() ? other.filter(one.get()::says).isPresent() : other.isEmpty();
  }

  synchronized void keep(AskedFor asked, Answer answer) {
    if (!answer.ttl().isPositive()) {
      return;
    }
    kept.put(
        asked, new Kept(answer, clock.instant().plus(answer.ttl()), inForce.apply(asked.domain())));
    while (kept.size() > most) {
      kept.pollFirstEntry();
    }
  }

  synchronized int size() {
    return kept.size();
  }
}
