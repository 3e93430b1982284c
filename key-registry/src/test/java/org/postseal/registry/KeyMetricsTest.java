package org.postseal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.SigningPolicy;

class KeyMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant MADE = NOW.minus(Duration.ofDays(200));

  private final MeterRegistry meters = new SimpleMeterRegistry();

  private static SigningKey key(String domain, KeyState state) {
    return new SigningKey(
        domain + state.word(),
        new KeyName(new Selector("s1"), DomainName.of(domain)),
        KeyAlgorithm.RSA_2048,
        new byte[0],
        state,
        Optional.empty());
  }

  private static KeyState active(Duration since) {
    return new KeyState.Active(MADE, Optional.empty(), NOW.minus(since));
  }

  private static DomainEntry domain(String name, boolean signed) {
    return new DomainEntry(name, true, signed, SigningPolicy.NONE, false, Optional.empty());
  }

  private void bind(List<DomainEntry> domains, List<SigningKey> keys) {
    new KeyMetrics(() -> domains, () -> keys, Duration.ofDays(180), () -> NOW).bindTo(meters);
  }

  private double value(String name, String... tags) {
    return meters.get(name).tags(tags).gauge().value();
  }

  @Test
  void theOldestActiveKeyIsTheNextToBeReplaced() {
    bind(
        List.of(domain("a.example", true), domain("b.example", true)),
        List.of(
            key("a.example", active(Duration.ofDays(30))),
            key("b.example", active(Duration.ofDays(170))),
            key("b.example", new KeyState.Retired(MADE, Optional.empty(), MADE, NOW))));
    assertThat(value("postseal_registry_keys", "algorithm", "rsa-2048", "state", "active"))
        .isEqualTo(2);
    assertThat(value("postseal_registry_keys", "algorithm", "rsa-2048", "state", "retired"))
        .isEqualTo(1);
    assertThat(value("postseal_registry_key_age", "algorithm", "rsa-2048"))
        .isEqualTo(170 * 86_400.0);
    assertThat(value("postseal_registry_key_rotation", "algorithm", "rsa-2048"))
        .isEqualTo(10 * 86_400.0);
    assertThat(value("postseal_registry_domains_without_key")).isZero();
  }

  @Test
  void anOverdueKeyCountsBelowZero() {
    bind(List.of(), List.of(key("a.example", active(Duration.ofDays(181)))));
    assertThat(value("postseal_registry_key_rotation", "algorithm", "rsa-2048")).isNegative();
  }

  @Test
  void aDomainWeSignForWithoutAnActiveKeyIsSeen() {
    bind(
        List.of(domain("a.example", true), domain("b.example", true), domain("c.example", false)),
        List.of(
            key("a.example", active(Duration.ofDays(1))),
            key("b.example", new KeyState.Announced(NOW))));
    assertThat(value("postseal_registry_domains")).isEqualTo(3);
    assertThat(value("postseal_registry_domains_without_key")).isEqualTo(1);
  }

  @Test
  void withoutKeysThereIsNoAge() {
    bind(List.of(), List.of());
    assertThat(value("postseal_registry_key_age", "algorithm", "ed25519")).isNaN();
    assertThat(value("postseal_registry_key_rotation", "algorithm", "ed25519")).isNaN();
  }
}
