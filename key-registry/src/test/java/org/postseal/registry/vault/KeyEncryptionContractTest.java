package org.postseal.registry.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.key.KeyEncryption;
import org.postseal.registry.key.KeyEncryption.Binding;
import org.postseal.registry.key.KeyEncryption.UnavailableException;
import org.postseal.registry.key.KeyEncryption.UnopenableKeyException;
import org.postseal.registry.key.KeyEncryptionKeys;
import org.postseal.registry.key.KeyName;
import org.postseal.topics.SigningKeyEntry.SealedPrivateKey;

/**
 * What both implementations promise. Vault is a stub of its HTTP API here, written from its
 * documentation: no Vault or OpenBao was at hand.
 */
class KeyEncryptionContractTest {

  private static final byte[] SECRET = "the private key".getBytes(UTF_8);
  private static final Binding BINDING = binding("key-1", "s1", "example.com");

  enum Implementation {
    FILE,
    VAULT
  }

  @TempDir private Path directory;
  private TransitStub transit;
  private String file = KeyEncryptionKeys.newFileText();

  @BeforeEach
  void start() throws IOException {
    transit = new TransitStub();
    Files.writeString(directory.resolve("token"), TransitStub.TOKEN + "\n");
  }

  @AfterEach
  void stop() {
    transit.close();
  }

  private static Binding binding(String id, String selector, String domain) {
    return new Binding(id, new KeyName(new Selector(selector), DomainName.of(domain)));
  }

  private KeyEncryption encryption(Implementation implementation) {
    var keys = KeyEncryptionKeys.parse(file);
    return switch (implementation) {
      case FILE -> keys;
      case VAULT ->
          new VaultTransit(
              new VaultTransit.Place(
                  transit.url(),
                  "transit",
                  "postseal",
                  directory.resolve("token"),
                  Duration.ofSeconds(5)),
              Optional.empty(),
              keys);
    };
  }

  /** A new version of the key that seals, as an operator makes it. */
  private void rotate() {
    file = KeyEncryptionKeys.newFileText().replaceFirst("1:", "2:") + file;
    transit.rotate();
  }

  @ParameterizedTest
  @EnumSource
  void opensWhatItSealedAndNothingElse(Implementation implementation) throws Exception {
    var encryption = encryption(implementation);
    var sealed = encryption.seal(SECRET, BINDING);
    assertThat(encryption.open(sealed, BINDING)).isEqualTo(SECRET);
    assertThat(new String(sealed.ciphertext(), UTF_8)).doesNotContain("private");
    for (var other :
        new Binding[] {
          binding("key-2", "s1", "example.com"),
          binding("key-1", "s2", "example.com"),
          binding("key-1", "s1", "example.org"),
        }) {
      assertThatThrownBy(() -> encryption.open(sealed, other))
          .isInstanceOf(UnopenableKeyException.class);
    }
    var changed = sealed.ciphertext().clone();
    changed[changed.length - 6] ^= 1;
    assertThatThrownBy(
            () ->
                encryption.open(
                    new SealedPrivateKey(sealed.version(), sealed.nonce(), changed), BINDING))
        .isInstanceOf(UnopenableKeyException.class);
  }

  @ParameterizedTest
  @EnumSource
  void theNewestKeySealsAndTheOldOneStillOpens(Implementation implementation) throws Exception {
    var old = encryption(implementation).seal(SECRET, BINDING);
    assertThat(encryption(implementation).nameOf(old))
        .isEqualTo(encryption(implementation).current());
    rotate();
    var encryption = encryption(implementation);
    assertThat(encryption.open(old, BINDING)).isEqualTo(SECRET);
    assertThat(encryption.nameOf(old)).isNotEqualTo(encryption.current());
    var anew = encryption.seal(SECRET, BINDING);
    assertThat(encryption.nameOf(anew)).isEqualTo(encryption.current()).endsWith(":2");
  }

  @Test
  void whatTheFileSealedIsOpenedBesideAVault() throws Exception {
    var sealed = encryption(Implementation.FILE).seal(SECRET, BINDING);
    var vault = encryption(Implementation.VAULT);
    assertThat(vault.open(sealed, BINDING)).isEqualTo(SECRET);
    assertThat(vault.nameOf(sealed)).isEqualTo("file:1").isIn(vault.kept());
    assertThat(vault.current()).isEqualTo("vault:postseal:1");
  }

  @Test
  void aVaultThatIsAwayOrRefusesIsSaidWithoutSecrets() throws Exception {
    var vault = encryption(Implementation.VAULT);
    var sealed = vault.seal(SECRET, BINDING);
    for (int status : new int[] {400, 403, 429, 500, 503}) {
      transit.fail(status);
      assertThatThrownBy(() -> vault.seal(SECRET, BINDING))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("status " + status);
      assertThatThrownBy(() -> vault.open(sealed, BINDING))
          .isInstanceOf(UnopenableKeyException.class)
          .hasMessageNotContaining(new String(sealed.ciphertext(), UTF_8));
    }
    transit.fail(0);
    Files.writeString(directory.resolve("token"), "wrong\u0007token");
    assertThatThrownBy(() -> vault.seal(SECRET, BINDING))
        .isInstanceOf(UnavailableException.class)
        .hasMessageNotContaining("wrong");
    transit.close();
    Files.writeString(directory.resolve("token"), TransitStub.TOKEN);
    assertThatThrownBy(() -> vault.seal(SECRET, BINDING)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void secretsTravelOverTlsOrNotBeyondThisMachine() {
    assertThat(VaultTransit.mayCarrySecrets(URI.create("https://vault.example:8200"))).isTrue();
    assertThat(VaultTransit.mayCarrySecrets(URI.create("http://127.0.0.1:8200"))).isTrue();
    assertThat(VaultTransit.mayCarrySecrets(URI.create("http://[::1]:8200"))).isTrue();
    assertThat(VaultTransit.mayCarrySecrets(URI.create("http://vault.example:8200"))).isFalse();
    assertThat(VaultTransit.mayCarrySecrets(URI.create("http://10.0.0.1:8200"))).isFalse();
  }
}
