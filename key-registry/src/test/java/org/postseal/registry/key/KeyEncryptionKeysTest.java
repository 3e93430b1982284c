package org.postseal.registry.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.key.KeyEncryption.Binding;
import org.postseal.registry.key.KeyEncryption.UnopenableKeyException;
import org.postseal.topics.SigningKeyEntry.SealedPrivateKey;

class KeyEncryptionKeysTest {

  private static final byte[] SECRET = "the private key".getBytes(UTF_8);
  private static final Binding BINDING = binding("key-1", "s1", "example.com");

  private final String file = KeyEncryptionKeys.newFileText();
  private final KeyEncryptionKeys keys = KeyEncryptionKeys.parse(file);
  private final SealedPrivateKey sealed = keys.seal(SECRET, BINDING);

  private static Binding binding(String id, String selector, String domain) {
    return new Binding(id, new KeyName(new Selector(selector), DomainName.of(domain)));
  }

  @Test
  void opensWhatItSealed() throws Exception {
    assertThat(keys.open(sealed, BINDING)).isEqualTo(SECRET);
    assertThat(KeyEncryptionKeys.parse(file).open(sealed, BINDING)).isEqualTo(SECRET);
  }

  @Test
  void theCiphertextHidesAndNeverRepeats() {
    assertThat(new String(sealed.ciphertext(), UTF_8)).doesNotContain("private");
    var again = keys.seal(SECRET, BINDING);
    assertThat(again.nonce()).isNotEqualTo(sealed.nonce());
    assertThat(again.ciphertext()).isNotEqualTo(sealed.ciphertext());
    assertThat(sealed).hasToString("SealedPrivateKey[version=1]");
  }

  @Test
  void aCiphertextOfAnotherKeyDoesNotOpen() {
    assertUnopenable(keys, sealed, binding("key-2", "s1", "example.com"));
    assertUnopenable(keys, sealed, binding("key-1", "s2", "example.com"));
    assertUnopenable(keys, sealed, binding("key-1", "s1", "example.org"));
  }

  @Test
  void aChangedCiphertextDoesNotOpen() {
    var changed = sealed.ciphertext().clone();
    changed[0] ^= 1;
    assertUnopenable(keys, new SealedPrivateKey(1, sealed.nonce(), changed), BINDING);
  }

  @Test
  void anotherKeyEncryptionKeyDoesNotOpen() {
    var others = KeyEncryptionKeys.parse(KeyEncryptionKeys.newFileText());
    assertUnopenable(others, sealed, BINDING);
    assertUnopenable(keys, new SealedPrivateKey(2, sealed.nonce(), sealed.ciphertext()), BINDING);
  }

  @Test
  void afterRotationTheNewKeySealsAndTheOldOneStillOpens() throws Exception {
    var second = KeyEncryptionKeys.newFileText().replaceFirst("1:", "2:");
    var rotated = KeyEncryptionKeys.parse("# rotated\n\n" + second + file);
    assertThat(rotated.seal(SECRET, BINDING).version()).isEqualTo(2);
    assertThat(rotated.open(sealed, BINDING)).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "1:c2hvcnQ=", "x:", "nocolon", "0:", "1:%%%"})
  void refusesAFileWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> KeyEncryptionKeys.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("c2hvcnQ");
  }

  @Test
  void refusesTwoKeysOfOneVersion() {
    assertThatThrownBy(() -> KeyEncryptionKeys.parse(file + KeyEncryptionKeys.newFileText()))
        .hasMessageContaining("line 2")
        .hasMessageNotContaining(file.strip().substring(2));
    assertThat(Base64.getDecoder().decode(file.strip().substring(2))).hasSize(32);
  }

  private static void assertUnopenable(
      KeyEncryptionKeys keys, SealedPrivateKey sealed, Binding binding) {
    assertThatThrownBy(() -> keys.open(sealed, binding)).isInstanceOf(UnopenableKeyException.class);
  }
}
