package org.postseal.answering;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Says that questions are dropped: the first at once, then all since then once a minute. A clock
 * that is ahead of the broker's makes every question look old, and nothing else would tell.
 */
final class ShedNotice {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private Instant next = Instant.MIN;
  private long unsaid;

  /**
   * A question was dropped.
   *
   * @param asked when it was asked, by the broker's clock
   * @return what to say about it and those before it, if it is time to say something
   */
  synchronized Optional<String> dropped(Instant asked, Instant now) {
    unsaid++;
    if (now.isBefore(next)) {
      return Optional.empty();
    }
    next = now.plus(INTERVAL);
    var text =
        "questions dropped, for nobody waits for their answers any more: "
            + unsaid
            + "; the last is "
            + Duration.between(asked, now).toSeconds()
            + " s old. Too few replicas, or this clock is ahead of the broker's";
    unsaid = 0;
    return Optional.of(text);
  }
}
