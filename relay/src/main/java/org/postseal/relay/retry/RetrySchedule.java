package org.postseal.relay.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postseal.topics.MailTopic;

/**
 * When a message is tried again, and when it is given up. Pure.
 *
 * @param delays of the retry topics, in the order of {@link #TOPICS}
 * @param giveUpAfter counted from the first attempt
 */
public record RetrySchedule(List<Duration> delays, Duration giveUpAfter) {

  /** The retry topics, the shortest delay first. */
  public static final List<MailTopic> TOPICS =
      List.of(
          MailTopic.RETRY_1M,
          MailTopic.RETRY_5M,
          MailTopic.RETRY_15M,
          MailTopic.RETRY_1H,
          MailTopic.RETRY_4H);

  public RetrySchedule {
    delays = List.copyOf(delays);
    if (delays.size() != TOPICS.size()) {
      throw new IllegalArgumentException("there are " + TOPICS.size() + " retry topics to delay");
    }
  }

  /** What comes next for a message that could not be delivered now. */
  public sealed interface Next {
    /** Try again then, from that topic. */
    record Again(MailTopic topic, Instant dueAt) implements Next {}

    /** It was tried long enough. */
    record GiveUp() implements Next {}
  }

  /**
   * After a failed attempt.
   *
   * @param attempts made so far, at least 1
   */
  public Next afterAttempt(int attempts, Instant firstAttemptAt, Instant now) {
    int step = Math.min(attempts, delays.size()) - 1;
    var dueAt = now.plus(delays.get(step));
    // One more attempt exactly at the end is owed; none after it.
    return Duration.between(firstAttemptAt, now).compareTo(giveUpAfter) >= 0
        ? new Next.GiveUp()
        : new Next.Again(TOPICS.get(step), dueAt);
  }

  /** For a message that was not tried, because its destination was busy: the shortest delay. */
  public Next.Again parked(Instant now) {
    return new Next.Again(TOPICS.getFirst(), now.plus(delays.getFirst()));
  }
}
