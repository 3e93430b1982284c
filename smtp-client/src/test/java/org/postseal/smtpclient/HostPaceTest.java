package org.postseal.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postseal.smtpclient.HostPace.Result;

class HostPaceTest {
  private static final String HOST = "mx.dest.example";
  private static final String KEY = HOST + ":25";

  private final AtomicLong clock = new AtomicLong();
  private final HostPace pace =
      new HostPace(
          new HostPace.Limits(
              4,
              2,
              3,
              Duration.ofSeconds(30),
              Duration.ofMinutes(2),
              Duration.ZERO,
              Map.of("slow.example", 60)),
          clock::get);

  private static Budget budget() {
    return Budget.of(Duration.ofMinutes(1));
  }

  private Optional<Outcome> enter() {
    return pace.enter(HOST, KEY, budget());
  }

  private void assertTurnedAway(String why) {
    assertThat(enter())
        .hasValueSatisfying(
            outcome -> {
              assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
              assertThat(outcome.reply()).contains(why);
            });
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(enter()).isEmpty();
      pace.leave(KEY, Result.FAILED);
    }
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  @Test
  void beginsWithFewAndSuccessAllowsMore() {
    assertThat(enter()).isEmpty();
    assertThat(enter()).isEmpty();
    assertTurnedAway("as much as it gets");

    pace.leave(KEY, Result.WORKED);
    assertThat(enter()).isEmpty();
    assertThat(enter()).isEmpty();
    assertTurnedAway("as much as it gets");
  }

  @Test
  void neverMoreThanTheMost() {
    for (int i = 0; i < 10; i++) {
      assertThat(enter()).isEmpty();
      pace.leave(KEY, Result.WORKED);
      assertThat(pace.enter(HOST, "keeps:25", budget())).isEmpty();
      pace.leave("keeps:25", Result.WORKED);
    }
    assertThat(enter()).isEmpty();
    for (int i = 0; i < 10; i++) {
      pace.enter(HOST, KEY, budget());
    }
    assertTurnedAway("as much as it gets");
  }

  @Test
  void aHostRestsAfterFailuresInARowAndLongerEachTime() {
    fail(3);
    assertTurnedAway("rests");
    assertThat(pace.resting()).isEqualTo(1);

    pass(Duration.ofSeconds(31));
    fail(1);
    pass(Duration.ofSeconds(31));
    assertTurnedAway("rests");
    pass(Duration.ofSeconds(30));
    assertThat(enter()).isEmpty();
    pace.leave(KEY, Result.WORKED);
    fail(2);
    assertThat(enter()).isEmpty();
  }

  @Test
  void afterARestOneGoesAhead() {
    fail(3);
    pass(Duration.ofSeconds(31));

    assertThat(enter()).isEmpty();
    assertTurnedAway("as much as it gets");
  }

  @Test
  void whatIsNeitherChangesNothing() {
    fail(2);
    assertThat(enter()).isEmpty();
    pace.leave(KEY, Result.NEITHER);
    fail(1);
    assertTurnedAway("rests");
  }

  @Test
  void oneHostsTroubleIsNobodyElses() {
    fail(3);
    assertThat(pace.enter("mx.other.example", "mx.other.example:25", budget())).isEmpty();
  }

  @Test
  void aMinuteHasSoManyMessagesForAWholeDomain() {
    assertThat(pace.enter("mx1.slow.example", "mx1.slow.example:25", budget())).isEmpty();
    assertThat(pace.enter("mx1.slow.example", "mx1.slow.example:25", budget())).isPresent();
    pass(Duration.ofSeconds(1));
    assertThat(pace.enter("mx1.slow.example", "mx1.slow.example:25", budget())).isEmpty();
  }

  @Test
  void whoWaitsGetsThePlaceThatIsLeft() throws Exception {
    var patient =
        new HostPace(
            new HostPace.Limits(
                1,
                1,
                3,
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                Duration.ofSeconds(20),
                Map.of()));
    assertThat(patient.enter(HOST, KEY, budget())).isEmpty();
    var waiting =
        Thread.startVirtualThread(
            () -> {
              if (patient.enter(HOST, KEY, budget()).isEmpty()) {
                patient.leave(KEY, Result.WORKED);
              }
            });
    patient.leave(KEY, Result.WORKED);

    assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
  }
}
