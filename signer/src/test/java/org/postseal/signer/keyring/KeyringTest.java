package org.postseal.signer.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dns.DomainName;
import org.postseal.signer.keyring.Keyring.Limits;

class KeyringTest {
  private static final DomainName OURS = DomainName.of("ours.example");
  private static final Duration REFRESH = Duration.ofSeconds(30);
  private static final SigningKeys AWAY = new SigningKeys.Unavailable("away");

  private final AtomicLong now = new AtomicLong(1);
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile SigningKeys answer = keys("first");

  @Test
  void asksOnceWithinTheRefreshIntervalAndAgainAfterIt() {
    var keyring = keyring(10);
    var first = keyring.keysOf(OURS);
    answer = keys("second");
    now.addAndGet(REFRESH.toNanos() - 1);
    assertThat(keyring.keysOf(OURS)).isSameAs(first);
    now.addAndGet(1);
    assertThat(keyring.keysOf(OURS)).isSameAs(answer);
    assertThat(fetches).hasValue(2);
    assertThat(keyring.statistics()).isEqualTo(new Keyring.Statistics(3, 2));
  }

  @Test
  void keepsItsKeysWhileTheRegistryIsAway() {
    var keyring = keyring(10);
    var first = keyring.keysOf(OURS);
    answer = AWAY;
    now.addAndGet(Duration.ofDays(3).toNanos());
    assertThat(keyring.keysOf(OURS)).isSameAs(first);
    assertThat(keyring.isUsable()).isTrue();
    assertThat(keyring.keysOf(DomainName.of("never.example"))).isEqualTo(AWAY);
  }

  @Test
  void dropsRevokedKeysAndDomainsNoLongerOurs() {
    var keyring = keyring(10);
    keyring.keysOf(OURS);
    for (var changed : List.of(new SigningKeys.Missing(), new SigningKeys.NotOurs())) {
      answer = changed;
      now.addAndGet(REFRESH.toNanos());
      assertThat(keyring.keysOf(OURS)).isEqualTo(changed);
    }
  }

  @Test
  void isNotUsableBeforeTheRegistryHasAnswered() {
    answer = AWAY;
    var keyring = keyring(10);
    assertThat(keyring.keysOf(OURS)).isEqualTo(AWAY);
    assertThat(keyring.isUsable()).isFalse();
    answer = new SigningKeys.NotOurs();
    assertThat(keyring.isUsable()).isTrue();
  }

  @Test
  void remembersNoMoreDomainsThanItMay() {
    var keyring = keyring(2);
    keyring.keysOf(OURS);
    keyring.keysOf(DomainName.of("b.example"));
    keyring.keysOf(OURS);
    keyring.keysOf(DomainName.of("c.example"));
    assertThat(fetches).hasValue(3);
    keyring.keysOf(OURS);
    assertThat(fetches).hasValue(3);
    keyring.keysOf(DomainName.of("b.example"));
    assertThat(fetches).hasValue(4);
  }

  @Test
  void fetchesADomainOnceHoweverManyWait() throws Exception {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    KeySource slow =
        _ -> {
          fetches.incrementAndGet();
          asked.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return answer;
        };
    var keyring = new Keyring(slow, new Limits(REFRESH, 10), now::get);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> keyring.keysOf(OURS));
      asked.await();
      var second = threads.submit(() -> keyring.keysOf(OURS));
      go.countDown();
      assertThat(first.get()).isSameAs(second.get());
    }
    assertThat(fetches).hasValue(1);
  }

  @Test
  void aRevokedKeySignsNoMoreWhateverTheRegistryAnswers() {
    var keyring = keyring(10);
    keyring.keysOf(OURS);
    var below = DomainName.of("news.ours.example");
    keyring.keysOf(below);
    keyring.revoked(OURS, new Selector("first"));
    assertThat(keyring.keysOf(OURS)).as("a replica that lags").isEqualTo(new SigningKeys.Missing());
    assertThat(keyring.keysOf(below)).isEqualTo(new SigningKeys.Missing());
    answer = AWAY;
    assertThat(keyring.keysOf(OURS)).as("nobody to ask").isEqualTo(new SigningKeys.Missing());
    answer = keys("second");
    assertThat(keyring.keysOf(OURS)).as("asked again at once").isSameAs(answer);
  }

  @Test
  void theOtherKeyOfARevokedOneGoesOn() {
    var both = new ArrayList<>(((SigningKeys.Active) keys("first")).keys());
    both.addAll(((SigningKeys.Active) keys("second")).keys());
    answer = new SigningKeys.Active(both);
    var keyring = keyring(10);
    keyring.keysOf(OURS);
    keyring.revoked(OURS, new Selector("first"));
    assertThat(keyring.keysOf(OURS))
        .isInstanceOfSatisfying(
            SigningKeys.Active.class,
            left ->
                assertThat(left.keys())
                    .extracting(key -> key.selector().ascii())
                    .containsExactly("second"));
  }

  @Test
  void whatChangedIsFetchedAnewWhenItIsNextWanted() {
    var keyring = keyring(10);
    keyring.keysOf(OURS);
    keyring.changed(DomainName.of("other.example"));
    keyring.keysOf(OURS);
    assertThat(fetches).hasValue(1);
    answer = keys("second");
    keyring.changed(OURS);
    assertThat(keyring.keysOf(OURS)).isSameAs(answer);
    keyring.keysOf(OURS);
    assertThat(fetches).hasValue(2);
    keyring.changed();
    keyring.keysOf(OURS);
    assertThat(fetches).hasValue(3);
  }

  @Test
  void aChangeWhileTheRegistryIsAwayIsAskedForAgain() {
    var keyring = keyring(10);
    var first = keyring.keysOf(OURS);
    keyring.changed(OURS);
    answer = AWAY;
    assertThat(keyring.keysOf(OURS)).isSameAs(first);
    answer = keys("second");
    assertThat(keyring.keysOf(OURS)).isSameAs(answer);
  }

  @Test
  void hidesSecrets() {
    assertThat(answer.toString()).contains("first._domainkey.ours.example").doesNotContain("MC4C");
    assertThat(new RegistryKeySource.Answer.Key("s", "rsa-sha256", "c2VjcmV0").toString())
        .doesNotContain("c2VjcmV0");
  }

  private Keyring keyring(int domains) {
    KeySource source =
        _ -> {
          fetches.incrementAndGet();
          return answer;
        };
    return new Keyring(source, new Limits(REFRESH, domains), now::get);
  }

  private static SigningKeys keys(String selector) {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new SigningKeys.Active(
          List.of(
              new SigningKey(
                  OURS,
                  new Selector(selector),
                  SignatureAlgorithm.ED25519_SHA256,
                  pair.getPrivate())));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
