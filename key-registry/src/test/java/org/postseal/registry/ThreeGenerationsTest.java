package org.postseal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.authentication.Evaluator;
import org.postseal.authentication.Peer;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.registry.journal.Precondition;
import org.postseal.registry.journal.RegistryChange;
import org.postseal.registry.journal.Versioned;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.KeyTransition;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.KeyRotation;

/**
 * Mail is signed every day for three generations of keys. It is verified on the day, and again when
 * its signature is about to expire, by somebody who knows nothing but the DNS.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ThreeGenerationsTest {

  private static final int DAYS = 3 * 180 + 30;
  private static final Duration ALMOST_A_WEEK = Duration.ofDays(7).minusSeconds(1);

  @TempDir private Path directory;
  private Years years;

  @BeforeEach
  void begin() throws Exception {
    years = new Years(directory);
  }

  @AfterEach
  void end() {
    years.close();
  }

  /** A stranger. */
  private interface Stranger {
    /** A word for each signature. */
    String says(byte[] letter, Instant now) throws IOException;
  }

  private record Letter(byte[] octets, Instant signed, long day) {}

  @Test
  void notOneSignatureFails() throws Exception {
    live(this::byUs, 7);
  }

  /** Another implementation, asking the same servers. */
  @Test
  @Tag("interop")
  void norDoesDkimpyFindOne() throws Exception {
    var python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(python), "python3 is not installed");
    var process =
        new ProcessBuilder(
                python.toString(),
                "src/test/resources/dkimpy-as-of.py",
                Integer.toString(years.resolver.address().getPort()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var to = new BufferedWriter(process.outputWriter(StandardCharsets.US_ASCII));
        var from = new BufferedReader(process.inputReader(StandardCharsets.US_ASCII))) {
      live(
          (letter, now) -> {
            var file = Files.write(directory.resolve("letter.eml"), letter);
            to.write(now.getEpochSecond() + " " + file + "\n");
            to.flush();
            return String.valueOf(from.readLine());
          },
          5);
    } finally {
      process.destroy();
    }
  }

  private void live(Stranger stranger, int everyDays) throws Exception {
    var inFlight = new ArrayDeque<Letter>();
    var selectors = new HashSet<String>();
    while (years.day() < DAYS) {
      years.rotating.round();
      years.publishLately();
      assertThat(years.rotating.late()).isZero();
      if (years.day() % everyDays == 0 || isNearASwitch(years.day())) {
        var letter = new Letter(years.signedLetter(), years.now(), years.day());
        assertThat(stranger.says(letter.octets(), years.now()))
            .as("on day %d", letter.day())
            .isEqualTo("valid valid");
        inFlight.add(letter);
      }
      while (!inFlight.isEmpty()
          && inFlight.peek().signed().plus(Duration.ofDays(7)).equals(years.now())) {
        var letter = inFlight.remove();
        assertThat(stranger.says(letter.octets(), letter.signed().plus(ALMOST_A_WEEK)))
            .as("a week after day %d", letter.day())
            .isEqualTo("valid valid");
      }
      for (var key : years.keys()) {
        selectors.add(key.name().selector().ascii());
      }
      years.nextDay();
    }
    assertThat(selectors).as("never used again").hasSize(years.keys().size());
    assertThat(years.states())
        .as("four generations of two algorithms, two of which are void by now")
        .containsOnly(Map.entry("active", 2L), Map.entry("revoked", 6L));
  }

  /** A few days before keys change places, and after. */
  private static boolean isNearASwitch(long day) {
    return day >= 177 && (day + 3) % 180 < 6;
  }

  private String byUs(byte[] letter, Instant now) throws IOException {
    var dns = new DnsjavaDns(ResolverSettings.of(List.of(years.resolver.address())));
    var results =
        Evaluator.of(dns)
            .by(() -> now)
            .evaluate(new ByteArrayInputStream(letter), Peer.UNKNOWN)
            .dkim();
    return String.join(
        " ", results.stream().map(r -> r.success() ? "valid" : r.outcome().toString()).toList());
  }

  @Test
  void aDnsThatNeverShowsTheNewRecordKeepsTheOldKeyAndRaisesTheAlarm() throws Exception {
    while (years.day() < 400) {
      years.rotating.round();
      assertThat(years.states()).as("day %d", years.day()).containsEntry("active", 2L);
      if (years.day() % 20 == 0) {
        assertThat(byUs(years.signedLetter(), years.now())).isEqualTo("valid valid");
      }
      assertThat(years.rotating.late())
          .as("day %d", years.day())
          .isEqualTo(years.day() < 180 ? 0 : 2);
      years.nextDay();
    }
    assertThat(years.states()).containsOnly(Map.entry("active", 2L), Map.entry("announced", 2L));
    assertThat(Audit.of(years.broker, "org.postseal.registry.key-rotation-late"))
        .as("said once for each key")
        .hasSize(2)
        .allSatisfy(event -> assertThat(event).contains("should sign since 2026-06-30T08:00:00Z"));
    years.keys().forEach(years::publish);
    years.rotating.round();
    assertThat(years.rotating.late()).isZero();
    assertThat(years.states()).containsEntry("retired", 2L).containsEntry("active", 2L);
  }

  @Test
  void aDomainMayHaveItsOwnTimesOrNone() throws Exception {
    keysOfTheDomainTakeTurns(KeyRotation.off());
    for (int i = 0; i < 400; i++) {
      years.rotating.round();
      years.nextDay();
    }
    assertThat(years.states()).containsOnly(Map.entry("active", 2L));
    keysOfTheDomainTakeTurns(KeyRotation.everyDays(500));
    years.rotating.round();
    assertThat(years.states()).containsOnly(Map.entry("active", 2L));
    keysOfTheDomainTakeTurns(KeyRotation.everyDays(30));
    years.rotating.round();
    assertThat(years.states()).containsEntry("announced", 2L);
  }

  private void keysOfTheDomainTakeTurns(KeyRotation rotation) {
    var entry = years.journal.state().domain(Years.DOMAIN).map(Versioned::value).orElseThrow();
    years.made(
        new RegistryChange.PutDomain(
            Years.DOMAIN,
            new DomainEntry(
                entry.domain(),
                entry.local(),
                entry.signed(),
                entry.signingPolicy(),
                entry.testing(),
                entry.mode(),
                entry.subdomains(),
                Optional.of(rotation)),
            new Precondition.None()));
  }

  @Test
  void aKeyRevokedInAnEmergencyIsReplacedAsSoonAsEverybodySeesTheNext() throws Exception {
    var stolen = years.keys().getFirst();
    years.made(
        new RegistryChange.MoveKey(
            stolen.id(), KeyTransition.REVOKE_AT_ONCE, new Precondition.None()));
    years.rotating.round();
    years.rotating.round();
    assertThat(years.states()).containsEntry("announced", 1L).containsEntry("active", 1L);
    assertThat(years.rotating.late()).isEqualTo(1);
    years.keys().forEach(years::publish);
    years.rotating.round();
    assertThat(years.states()).containsEntry("active", 2L).containsEntry("revoked", 1L);
    assertThat(byUs(years.signedLetter(), years.now())).isEqualTo("valid valid");
    assertThat(years.keys())
        .filteredOn(key -> key.state() instanceof KeyState.Active)
        .extracting(key -> key.name().selector())
        .doesNotContain(stolen.name().selector());
  }
}
