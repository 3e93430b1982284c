package org.postseal.registry.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyStateTest {

  private static final Instant MADE = Instant.parse("2026-10-01T00:00:00Z");
  private static final Instant SEEN = Instant.parse("2026-10-01T12:00:00Z");
  private static final Instant SIGNS = Instant.parse("2026-10-02T00:00:00Z");
  private static final Instant OLD = Instant.parse("2027-04-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2027-05-01T00:00:00Z");
  private static final List<KeyState> STATES =
      List.of(
          new KeyState.Announced(MADE),
          new KeyState.Published(MADE, SEEN),
          new KeyState.Active(MADE, Optional.of(SEEN), SIGNS),
          new KeyState.Retired(MADE, Optional.of(SEEN), SIGNS, OLD),
          new KeyState.Revoked(MADE, Optional.of(SEEN), Optional.of(SIGNS), Optional.of(OLD), NOW));

  /** One row a state, one column a transition: the whole machine. */
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          state,     PUBLISH,   ACTIVATE, FORCE,  RETIRE,  REVOKE,  REVOKE_AT_ONCE
          announced, published, -,        active, -,       revoked, revoked
          published, -,         active,   active, -,       revoked, revoked
          active,    -,         -,        -,      retired, -,       revoked
          retired,   -,         -,        -,      -,       revoked, revoked
          revoked,   -,         -,        -,      -,       -,       -
          """)
  void offersOnlyItsLegalTransitions(
      String state,
      String publish,
      String activate,
      String force,
      String retire,
      String revoke,
      String revokeAtOnce) {
    var before = STATES.stream().filter(s -> s.word().equals(state)).findFirst().orElseThrow();
    assertThat(List.of(KeyTransition.values()))
        .extracting(t -> t.from(before, NOW).map(KeyState::word).orElse("-"))
        .containsExactly(publish, activate, force, retire, revoke, revokeAtOnce);
  }

  @Test
  void aRetiredKeyKeepsItsRecordForFourteenDaysUnlessForced() {
    var retired = new KeyState.Retired(MADE, Optional.of(SEEN), SIGNS, OLD);
    var tooEarly = OLD.plus(Duration.ofDays(14)).minusMillis(1);
    assertThat(KeyTransition.REVOKE.from(retired, tooEarly)).isEmpty();
    assertThat(KeyTransition.REVOKE_AT_ONCE.from(retired, tooEarly)).isPresent();
    assertThat(KeyTransition.REVOKE.from(retired, OLD.plus(Duration.ofDays(14)))).isPresent();
  }

  @Test
  void remembersWhenEachHappened() {
    var state = new KeyState.Announced(MADE).publish(SEEN).activate(SIGNS).retire(OLD).revoke(NOW);
    assertThat(state).isEqualTo(STATES.getLast());
    assertThat(new KeyState.Announced(MADE).revoke(NOW))
        .isEqualTo(
            new KeyState.Revoked(MADE, Optional.empty(), Optional.empty(), Optional.empty(), NOW));
  }

  @Test
  void aForcedKeyIsKnownByNeverHavingBeenSeen() {
    var forced = new KeyState.Announced(MADE).force(SIGNS);
    assertThat(forced.signingSince()).contains(SIGNS);
    assertThat(forced.seenSince()).isEmpty();
    assertThat(forced.retire(OLD).revoke(NOW).seenSince()).isEmpty();
  }
}
