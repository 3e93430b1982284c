package org.postseal.registry.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.rotation.RotationRules.Successors;

class NextChangeTest {
  private static final Instant ANNOUNCED = Instant.parse("2026-09-01T10:00:00Z");
  private static final Instant ACTIVATED = Instant.parse("2026-10-03T10:00:00Z");

  private static SigningKey key(KeyState state) {
    return new SigningKey(
        "k",
        new KeyName(new Selector("s"), DomainName.of("example.com")),
        KeyAlgorithm.ED25519,
        new byte[32],
        state,
        Optional.empty());
  }

  private static RotationRules rules(Successors successors) {
    return new RotationRules(
        successors, Duration.ofDays(180), Duration.ofDays(14), Duration.ofDays(14));
  }

  /** On the day of its turn itself it still signs, but for a turn at midnight. */
  @ParameterizedTest
  @CsvSource({
    "2026-10-03T10:00:00Z, 2027-04-02",
    "2026-10-03T00:00:00Z, 2027-04-01",
    "2026-10-03T23:59:59.999Z, 2027-04-02",
  })
  void theDayAfterItsTurn(Instant activated, LocalDate day) {
    var active = new KeyState.Active(ANNOUNCED, Optional.empty(), activated);
    assertThat(rules(Successors.MADE).nextChange(key(active))).contains(day);
  }

  @Test
  void noDayIsPlannedForOthers() {
    var active = new KeyState.Active(ANNOUNCED, Optional.empty(), ACTIVATED);
    assertThat(rules(Successors.NONE).nextChange(key(active))).isEmpty();
    var made = rules(Successors.MADE);
    assertThat(made.nextChange(key(new KeyState.Announced(ANNOUNCED)))).isEmpty();
    assertThat(made.nextChange(key(active.retire(ACTIVATED)))).isEmpty();
    assertThat(made.nextChange(key(active.revoke(ACTIVATED)))).isEmpty();
  }
}
