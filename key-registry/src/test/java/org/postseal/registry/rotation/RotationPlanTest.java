package org.postseal.registry.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.Sighting;
import org.postseal.registry.publication.Testimony;
import org.postseal.registry.rotation.RotationRules.Successors;

/** An active key of 180 days, and what is to be done about it as time goes by. */
class RotationPlanTest {

  private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");
  private static final RotationRules RULES = rules(Successors.MADE);
  private static final KeyState ACTIVE = new KeyState.Active(BEGAN, Optional.of(BEGAN), BEGAN);

  private final List<SigningKey> keys = new ArrayList<>();
  private final List<String> seenEverywhere = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();

  private static RotationRules rules(Successors successors) {
    return new RotationRules(
        successors, Duration.ofDays(180), Duration.ofDays(14), Duration.ofDays(14));
  }

  private static Instant day(int number) {
    return BEGAN.plus(Duration.ofDays(number));
  }

  private void key(String selector, KeyAlgorithm algorithm, KeyState state) {
    keys.add(
        new SigningKey(
            selector,
            new KeyName(new Selector(selector), DomainName.of("example.com")),
            algorithm,
            new byte[32],
            state,
            Optional.empty()));
  }

  private List<String> stepsOn(int day) {
    return stepsAt(day(day), RULES);
  }

  private List<String> stepsAt(Instant now, RotationRules rules) {
    return RotationPlan.of(keys, rules, this::sighting, now).stream().map(this::text).toList();
  }

  private String text(RotationStep step) {
    return switch (step) {
      case RotationStep.Announce(var algorithm) -> "announce " + algorithm.keyType();
      case RotationStep.Look(var key) -> "look " + key.id();
      case RotationStep.Switch(var key, _) -> "switch " + key.id();
      case RotationStep.Late(var key, _, var since) ->
          "late " + key.id() + " " + Duration.between(BEGAN, since).toDays();
      case RotationStep.Revoke(var key) -> "revoke " + key.id();
    };
  }

  private Optional<Sighting> sighting(SigningKey key) {
    if (!asked.contains(key.id())) {
      return Optional.empty();
    }
    DnsAnswer<String> answer =
        seenEverywhere.contains(key.id())
            ? new DnsAnswer.Found<>(
                List.of(key.recordText()), Duration.ofHours(1), DnssecStatus.NOT_PROVEN)
            : new DnsAnswer.NoSuchDomain<>(Duration.ZERO);
    return Optional.of(
        new Sighting(
            key.name().recordName().ascii(),
            key.recordText(),
            BEGAN,
            List.of(
                new Testimony(Testimony.Witness.RESOLVER, "192.0.2.1:53", answer),
                new Testimony(Testimony.Witness.AUTHORITATIVE, "ns.example.com", answer))));
  }

  @Test
  void aSuccessorIsAnnouncedAheadOfItsTurn() {
    key("a", KeyAlgorithm.RSA_2048, ACTIVE);
    assertThat(stepsOn(0)).isEmpty();
    assertThat(stepsOn(165)).isEmpty();
    assertThat(stepsOn(166)).containsExactly("announce rsa");
    key("b", KeyAlgorithm.RSA_2048, new KeyState.Announced(day(166)));
    assertThat(stepsOn(166)).isEmpty();
    assertThat(stepsOn(179)).isEmpty();
  }

  @Test
  void itsTurnComesWhenEverybodySeesIt() {
    key("a", KeyAlgorithm.RSA_2048, ACTIVE);
    key("b", KeyAlgorithm.RSA_2048, new KeyState.Published(day(166), day(167)));
    assertThat(stepsOn(180)).containsExactly("look b");
    asked.add("b");
    assertThat(stepsOn(180)).as("published once, gone now").containsExactly("late b 180");
    seenEverywhere.add("b");
    assertThat(stepsOn(180)).containsExactly("switch b");
  }

  @Test
  void aDnsThatNeverShowsItKeepsTheOldKey() {
    key("a", KeyAlgorithm.RSA_2048, ACTIVE);
    key("b", KeyAlgorithm.RSA_2048, new KeyState.Announced(day(166)));
    asked.add("b");
    assertThat(stepsOn(1000)).containsExactly("late b 180");
  }

  @Test
  void algorithmsTakeTurnsByThemselves() {
    key("a", KeyAlgorithm.RSA_2048, ACTIVE);
    key("e", KeyAlgorithm.ED25519, new KeyState.Active(BEGAN, Optional.empty(), day(100)));
    assertThat(stepsOn(200)).containsExactly("announce rsa");
    assertThat(stepsOn(270)).containsExactly("announce rsa", "announce ed25519");
    key("f", KeyAlgorithm.ED25519, new KeyState.Announced(day(266)));
    assertThat(stepsOn(270)).as("no successor of the other kind").containsExactly("announce rsa");
  }

  @Test
  void aRetiredKeysRecordStaysAndThenIsVoid() {
    key("a", KeyAlgorithm.RSA_2048, new KeyState.Retired(BEGAN, Optional.empty(), BEGAN, day(180)));
    assertThat(stepsAt(day(194).minusMillis(1), RULES)).isEmpty();
    assertThat(stepsOn(194)).containsExactly("revoke a");
    assertThat(stepsAt(day(194), rules(Successors.NONE))).containsExactly("revoke a");
  }

  @Test
  void aKeyLostInAnEmergencyIsReplacedNow() {
    var lost =
        new KeyState.Revoked(
            BEGAN, Optional.of(BEGAN), Optional.of(BEGAN), Optional.empty(), day(5));
    key("a", KeyAlgorithm.RSA_2048, lost);
    assertThat(stepsOn(5)).containsExactly("announce rsa");
    key("b", KeyAlgorithm.RSA_2048, new KeyState.Announced(day(5)));
    asked.add("b");
    assertThat(stepsOn(5)).containsExactly("late b 5");
    seenEverywhere.add("b");
    assertThat(stepsOn(5)).containsExactly("switch b");
  }

  @Test
  void whatAnOperatorEndedOrNeverBeganStaysSo() {
    key(
        "e",
        KeyAlgorithm.ED25519,
        new KeyState.Revoked(
            BEGAN, Optional.of(BEGAN), Optional.of(BEGAN), Optional.of(day(10)), day(30)));
    key("a", KeyAlgorithm.RSA_2048, new KeyState.Announced(BEGAN));
    asked.add("a");
    seenEverywhere.add("a");
    assertThat(stepsOn(1000)).isEmpty();
  }

  @Test
  void aDomainThatIsNotSignedForGetsNoNewKeys() {
    key("a", KeyAlgorithm.RSA_2048, ACTIVE);
    assertThat(stepsAt(day(1000), rules(Successors.NONE))).isEmpty();
  }

  @Test
  void rulesThatWouldLoseMailAreMended() {
    var hasty =
        new RotationRules(
            Successors.MADE, Duration.ofDays(2), Duration.ofDays(14), Duration.ofDays(1));
    assertThat(hasty.announceAhead()).isEqualTo(Duration.ofDays(1));
    assertThat(hasty.keepRetired()).isEqualTo(Duration.ofDays(14));
  }
}
