package org.postseal.topics;

import java.time.Duration;
import java.time.Instant;

/**
 * Who waits for an answer, and how long.
 *
 * @param instance the waiting instance; the answer goes to its reply partition
 * @param budget how long it waits after the broker appended the question
 * @param attempt 1, or 2 when the question is asked once more on another partition
 */
public record Asker(InstanceId instance, Duration budget, int attempt) {
  /** How far broker and worker clocks may differ before a question is dropped too early. */
  public static final Duration SKEW_ALLOWANCE = Duration.ofSeconds(2);

  /** Whether nobody waits any more for the answer to a question appended at this time. */
  public boolean hasGivenUp(long appendedAtMillis, Instant now) {
    return now.toEpochMilli() > appendedAtMillis + budget.plus(SKEW_ALLOWANCE).toMillis();
  }
}
