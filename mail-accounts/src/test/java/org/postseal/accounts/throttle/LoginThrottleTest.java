package org.postseal.accounts.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final String OFFICE = "192.0.2.1";

  private final AtomicReference<Instant> clock = new AtomicReference<>(NOON);
  private final LoginThrottle throttle =
      new LoginThrottle(
          new LoginThrottle.Settings(
              10, 30, 20, Duration.ofMinutes(15), 1000, new Network.PrefixLengths(24, 64)),
          clock::get);

  private int admitted(String address, String name, int attempts) {
    int admitted = 0;
    for (int i = 0; i < attempts; i++) {
      admitted += throttle.admit(address, name) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void tenWrongPasswordsForOneNameFromOneNetwork() {
    assertThat(admitted(OFFICE, "alice", 12)).isEqualTo(10);
    assertThat(admitted("192.0.2.200", "alice", 1)).as("the same network").isZero();
    assertThat(admitted(OFFICE, "bob", 1)).as("another name").isOne();
    assertThat(admitted("198.51.100.1", "alice", 1)).as("another network").isOne();
  }

  @Test
  void manyNamesFromOneNetwork() {
    for (int i = 0; i < 30; i++) {
      assertThat(throttle.admit(OFFICE, "name" + i)).isTrue();
    }
    assertThat(throttle.admit(OFFICE, "another")).isFalse();
    assertThat(throttle.admit("2001:db8::1", "another")).isTrue();
  }

  @Test
  void oneNameFromManyNetworksButNotFromWhereItLoggedInLately() {
    assertThat(throttle.admit(OFFICE, "alice")).isTrue();
    throttle.succeeded(OFFICE, "alice");
    for (int i = 0; i < 20; i++) {
      assertThat(throttle.admit("10.0." + i + ".1", "alice")).isTrue();
    }
    assertThat(throttle.admit("10.1.0.1", "alice")).isFalse();
    assertThat(throttle.admit(OFFICE, "alice")).as("the owner").isTrue();
  }

  @Test
  void rightPasswordsAndUncheckedOnesDoNotCount() {
    for (int i = 0; i < 100; i++) {
      assertThat(throttle.admit(OFFICE, "alice")).isTrue();
      throttle.succeeded(OFFICE, "alice");
      assertThat(throttle.admit(OFFICE, "bob")).isTrue();
      throttle.unused(OFFICE, "bob");
    }
  }

  @Test
  void attemptsAreForgottenInTime() {
    assertThat(admitted(OFFICE, "alice", 12)).isEqualTo(10);
    clock.set(NOON.plus(Duration.ofSeconds(91)));
    assertThat(admitted(OFFICE, "alice", 12)).isOne();
    clock.set(NOON.plus(Duration.ofMinutes(20)));
    assertThat(admitted(OFFICE, "alice", 12)).isEqualTo(10);
  }

  @Test
  void aTokenWithoutANameCountsForItsNetwork() {
    assertThat(admitted(OFFICE, "", 12)).isEqualTo(10);
    assertThat(admitted("198.51.100.1", "", 12)).isEqualTo(10);
  }

  @Test
  void anEndlessNameIsANameLikeOthers() {
    assertThat(admitted(OFFICE, "x".repeat(10_000), 12)).isEqualTo(10);
  }
}
