package org.postseal.relay.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.relay.retry.RetrySchedule.Next;
import org.postseal.topics.MailTopic;

class RetryScheduleTest {
  private static final Instant FIRST = Instant.parse("2026-11-23T12:00:00Z");

  private final RetrySchedule schedule =
      new RetrySchedule(
          List.of(
              Duration.ofMinutes(1),
              Duration.ofMinutes(5),
              Duration.ofMinutes(15),
              Duration.ofHours(1),
              Duration.ofHours(4)),
          Duration.ofDays(5));

  @ParameterizedTest
  @CsvSource({
    "1, RETRY_1M, PT1M",
    "2, RETRY_5M, PT5M",
    "3, RETRY_15M, PT15M",
    "4, RETRY_1H, PT1H",
    "5, RETRY_4H, PT4H",
    "6, RETRY_4H, PT4H",
    "30, RETRY_4H, PT4H"
  })
  void eachAttemptWaitsLongerUpToTheLast(int attempts, MailTopic topic, Duration delay) {
    var now = FIRST.plusSeconds(10);

    assertThat(schedule.afterAttempt(attempts, FIRST, now))
        .isEqualTo(new Next.Again(topic, now.plus(delay)));
  }

  @Test
  void afterFiveDaysItIsGivenUp() {
    var end = FIRST.plus(Duration.ofDays(5));

    assertThat(schedule.afterAttempt(33, FIRST, end.minusMillis(1))).isInstanceOf(Next.Again.class);
    assertThat(schedule.afterAttempt(33, FIRST, end)).isEqualTo(new Next.GiveUp());
  }

  @Test
  void aParkedMessageWaitsTheShortestTime() {
    assertThat(schedule.parked(FIRST))
        .isEqualTo(new Next.Again(MailTopic.RETRY_1M, FIRST.plusSeconds(60)));
  }
}
