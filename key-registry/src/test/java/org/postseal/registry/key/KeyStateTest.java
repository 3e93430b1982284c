package org.postseal.registry.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyStateTest {

  private static final Instant MADE = Instant.parse("2026-10-01T00:00:00Z");
  private static final Instant SIGNS = Instant.parse("2026-10-02T00:00:00Z");
  private static final Instant OLD = Instant.parse("2027-04-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2027-05-01T00:00:00Z");
  private static final List<KeyState> STATES =
      List.of(
          new KeyState.Announced(MADE),
          new KeyState.Active(MADE, SIGNS),
          new KeyState.Retired(MADE, SIGNS, OLD),
          new KeyState.Revoked(MADE, Optional.of(SIGNS), Optional.of(OLD), NOW));

  @ParameterizedTest
  @CsvSource({
    "announced, ACTIVATE, active",
    "announced, RETIRE, -",
    "announced, REVOKE, revoked",
    "active, ACTIVATE, -",
    "active, RETIRE, retired",
    "active, REVOKE, revoked",
    "retired, ACTIVATE, -",
    "retired, RETIRE, -",
    "retired, REVOKE, revoked",
    "revoked, ACTIVATE, -",
    "revoked, RETIRE, -",
    "revoked, REVOKE, -",
  })
  void offersOnlyItsLegalTransitions(String state, KeyTransition transition, String next) {
    var before = STATES.stream().filter(s -> s.word().equals(state)).findFirst().orElseThrow();
    var after = transition.from(before, NOW).map(KeyState::word).orElse("-");
    assertThat(after).isEqualTo(next);
  }

  @Test
  void remembersWhenEachHappened() {
    var state = new KeyState.Announced(MADE).activate(SIGNS).retire(OLD).revoke(NOW);
    assertThat(state).isEqualTo(STATES.getLast());
    assertThat(new KeyState.Announced(MADE).revoke(NOW))
        .isEqualTo(new KeyState.Revoked(MADE, Optional.empty(), Optional.empty(), NOW));
  }
}
