package org.postseal.registry.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyName;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.KeyTransition;
import org.postseal.registry.key.SigningKey;

class PublicationTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final List<SigningKey> keys = new ArrayList<>();
  private final List<String> brought = new ArrayList<>();
  private Publisher.Published outcome = new Publisher.Published.There();
  private final Publication publication =
      new Publication(() -> keys, List.of(new OfExampleCom(), Publisher.byHand()));

  /** A way for one domain, which remembers what it was told. */
  private final class OfExampleCom implements Publisher {
    @Override
    public boolean isFor(KeyName name) {
      return name.domain().equals(DomainName.of("example.com"));
    }

    @Override
    public Published publish(List<SigningKey> some) {
      some.forEach(key -> brought.add(key.id() + (key.recordText().endsWith("p=") ? " void" : "")));
      return outcome;
    }
  }

  private void key(String selector, String domain) {
    keys.add(
        new SigningKey(
            selector,
            new KeyName(new Selector(selector), DomainName.of(domain)),
            KeyAlgorithm.ED25519,
            new byte[32],
            new KeyState.Announced(NOW),
            Optional.empty()));
  }

  @Test
  void aRecordIsBroughtOnceAndAgainWhenItChanges() {
    key("s1", "example.com");
    key("s2", "example.org");
    publication.round();
    publication.round();
    assertThat(brought).containsExactly("s1");
    keys.set(0, keys.getFirst().after(KeyTransition.FORCE, NOW).orElseThrow());
    publication.round();
    assertThat(brought).as("its record says the same").containsExactly("s1");
    keys.set(0, keys.getFirst().after(KeyTransition.REVOKE_AT_ONCE, NOW).orElseThrow());
    publication.round();
    assertThat(brought).containsExactly("s1", "s1 void");
    publication.forget();
    publication.round();
    assertThat(brought).as("another replica's turn ended").endsWith("s1 void", "s1 void");
  }

  @Test
  void whatFailsIsTriedAgainAndSaidOnce() {
    for (int i = 0; i < 120; i++) {
      key("s" + i, "example.com");
    }
    outcome = new Publisher.Published.Failed("zone example.com: no");
    assertThat(publication.round()).containsExactly("zone example.com: no");
    assertThat(brought).as("one attempt a round").hasSize(50);
    assertThat(publication.failing()).isEqualTo(120);
    assertThat(publication.round()).isEmpty();
    outcome = new Publisher.Published.There();
    assertThat(publication.round()).isEmpty();
    assertThat(publication.failing()).isZero();
    assertThat(brought).hasSize(50 + 50 + 120);
    outcome = new Publisher.Published.Failed("zone example.com: no");
    publication.forget();
    assertThat(publication.round()).as("anew").containsExactly("zone example.com: no");
  }
}
