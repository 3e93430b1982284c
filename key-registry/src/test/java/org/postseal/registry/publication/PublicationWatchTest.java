package org.postseal.registry.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

class PublicationWatchTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final KeyState ANNOUNCED = new KeyState.Announced(NOW);
  private static final KeyState ACTIVE = new KeyState.Active(NOW, Optional.empty(), NOW);

  private final List<SigningKey> keys = new ArrayList<>();
  private final Map<String, DnsAnswer<String>> zone = new HashMap<>();
  private final List<String> published = new ArrayList<>();
  private final PublicationWatch watch =
      new PublicationWatch(() -> keys, this::look, (key, _) -> published.add(key.id()));

  private SigningKey key(String selector, KeyState state) {
    var key =
        new SigningKey(
            selector,
            new KeyName(new Selector(selector), DomainName.of("example.com")),
            KeyAlgorithm.ED25519,
            new byte[32],
            state,
            Optional.empty());
    keys.add(key);
    return key;
  }

  private Sighting look(SigningKey key) {
    var answer = zone.getOrDefault(key.id(), new DnsAnswer.NoSuchDomain<>(Duration.ZERO));
    return new Sighting(
        key.name().recordName().ascii(),
        key.recordText(),
        NOW,
        List.of(
            new Testimony(Testimony.Witness.RESOLVER, "192.0.2.1:53", answer),
            new Testimony(Testimony.Witness.AUTHORITATIVE, "ns.example.com", answer)));
  }

  private void has(SigningKey key) {
    zone.put(
        key.id(),
        new DnsAnswer.Found<>(
            List.of(key.recordText()), Duration.ofHours(1), DnssecStatus.NOT_PROVEN));
  }

  @Test
  void aWaitingKeyIsPublishedWhenItIsSeen() throws Exception {
    var key = key("s1", ANNOUNCED);
    assertThat(watch.round()).isEmpty();
    assertThat(published).isEmpty();
    has(key);
    assertThat(watch.round()).isEmpty();
    assertThat(published).containsExactly("s1");
  }

  @Test
  void driftIsCountedUntilItEndsAndSaidOnce() throws Exception {
    var active = key("s1", ACTIVE);
    var retired = key("s2", new KeyState.Retired(NOW, Optional.empty(), NOW, NOW));
    has(active);
    has(retired);
    assertThat(watch.round()).isEmpty();
    assertThat(watch.last().drifted()).isEmpty();
    zone.remove("s2");
    assertThat(watch.round())
        .singleElement()
        .asString()
        .contains("s2._domainkey.example.com is not");
    assertThat(watch.round()).isEmpty();
    assertThat(watch.last().drifted()).hasSize(1);
    has(retired);
    watch.round();
    assertThat(watch.last().drifted()).isEmpty();
  }

  @Test
  void aDnsThatDoesNotAnswerIsNoDrift() throws Exception {
    zone.put(key("s1", ACTIVE).id(), new DnsAnswer.Unavailable<>("SERVFAIL"));
    assertThat(watch.round()).isEmpty();
    assertThat(watch.last()).isEqualTo(new PublicationWatch.Round(java.util.Set.of(), 1));
  }

  @Test
  void revokedKeysAndThoseOfAnotherReplicaAreNotLookedAt() throws Exception {
    key("s1", new KeyState.Revoked(NOW, Optional.empty(), Optional.empty(), Optional.empty(), NOW));
    assertThat(watch.round()).isEmpty();
    key("s2", ACTIVE);
    watch.round();
    assertThat(watch.last().drifted()).hasSize(1);
    watch.forget();
    assertThat(watch.last().drifted()).isEmpty();
  }
}
