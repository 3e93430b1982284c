package org.postseal.registry.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.SigningKeyEntry.SealedPrivateKey;

class SigningKeyTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final KeyName NAME = new KeyName(new Selector("s1"), DomainName.of("example.com"));

  private static SigningKey key(KeyAlgorithm algorithm, byte[] publicKey) {
    return new SigningKey(
        "key-1",
        NAME,
        algorithm,
        publicKey,
        new KeyState.Announced(NOW),
        Optional.of(new SealedPrivateKey(1, new byte[12], new byte[48])));
  }

  /** What the record publishes must verify what the private key signs. */
  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void thePublishedKeyVerifiesWhatThePrivateKeySigns(KeyAlgorithm algorithm) throws Exception {
    var pair = NewKeyPair.generate(algorithm);
    var published =
        Base64.getDecoder()
            .decode(key(algorithm, pair.publicKey()).recordText().replaceAll(".*p=", ""));
    var spki =
        switch (algorithm) {
          case RSA_2048 -> published;
          case ED25519 ->
              HexFormat.of()
                  .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(published));
        };
    var type = algorithm == KeyAlgorithm.RSA_2048 ? "RSA" : "Ed25519";
    var signing = Signature.getInstance(type.equals("RSA") ? "SHA256withRSA" : type);
    var keys = KeyFactory.getInstance(type);
    signing.initSign(keys.generatePrivate(new PKCS8EncodedKeySpec(pair.privateKey())));
    signing.update("mail".getBytes(UTF_8));
    var signature = signing.sign();
    signing.initVerify(keys.generatePublic(new X509EncodedKeySpec(spki)));
    signing.update("mail".getBytes(UTF_8));
    assertThat(signing.verify(signature)).isTrue();
  }

  @Test
  void aRevokedKeysRecordHasAnEmptyP() {
    var key = key(KeyAlgorithm.ED25519, new byte[32]);
    assertThat(key.recordText())
        .isEqualTo("v=DKIM1; k=ed25519; p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    var revoked = key.after(KeyTransition.REVOKE_AT_ONCE, NOW).orElseThrow();
    assertThat(revoked.recordText()).isEqualTo("v=DKIM1; k=ed25519; p=");
  }

  @Test
  void aKeyThatWillNotSignAgainLosesItsPrivateHalf() {
    var active = key(KeyAlgorithm.ED25519, new byte[32]).after(KeyTransition.FORCE, NOW);
    assertThat(active.orElseThrow().sealedPrivateKey()).isPresent();
    var retired = active.orElseThrow().after(KeyTransition.RETIRE, NOW).orElseThrow();
    assertThat(retired.sealedPrivateKey()).isEmpty();
    assertThat(retired.after(KeyTransition.FORCE, NOW)).isEmpty();
  }

  @Test
  void selectorsCountOnUntilOneIsUnused() {
    var used = Set.of(new Selector("2026q4-rsa1"), new Selector("2026q4-rsa2"));
    assertThat(SelectorNames.next(NOW, KeyAlgorithm.RSA_2048, used::contains))
        .isEqualTo(new Selector("2026q4-rsa3"));
    assertThat(SelectorNames.next(NOW, KeyAlgorithm.ED25519, used::contains))
        .isEqualTo(new Selector("2026q4-ed1"));
  }
}
