package org.postseal.registry.key;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.postseal.topics.SigningKeyEntry.SealedPrivateKey;

/**
 * AES-256-GCM under key-encryption keys that an operator keeps in a file: lines {@code
 * version:base64}, the highest version encrypts, the others still decrypt. Each encryption draws a
 * random nonce; a registry makes far fewer than the 2^32 that NIST SP 800-38D §8.3 allows a key.
 */
public final class KeyEncryptionKeys implements KeyEncryption {

  private static final int KEY_OCTETS = 32;
  private static final int NONCE_OCTETS = 12;
  private static final int TAG_BITS = 128;
  private static final String CIPHER = "AES/GCM/NoPadding";

  private final NavigableMap<Integer, SecretKey> keys;
  private final SecureRandom random = new SecureRandom();

  private KeyEncryptionKeys(NavigableMap<Integer, SecretKey> keys) {
    this.keys = keys;
  }

  /**
   * Reads the text of a key file; empty lines and lines beginning with {@code #} do not count.
   *
   * @throws IllegalArgumentException naming the line, never its content
   */
  public static KeyEncryptionKeys parse(String text) {
    var keys = new TreeMap<Integer, SecretKey>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        parseLine(line.strip(), number, keys);
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no key-encryption key in the file");
    }
    return new KeyEncryptionKeys(keys);
  }

  private static void parseLine(String line, int number, NavigableMap<Integer, SecretKey> keys) {
    try {
      int colon = line.indexOf(':');
      int version = Integer.parseInt(line.substring(0, Math.max(colon, 0)));
      var octets = Base64.getDecoder().decode(line.substring(colon + 1));
      if (version > 0
          && octets.length == KEY_OCTETS
          && keys.putIfAbsent(version, new SecretKeySpec(octets, "AES")) == null) {
        return;
      }
    } catch (IllegalArgumentException _) {
      // said below, without the exception's text: it may quote the secret
    }
    throw new IllegalArgumentException(
        "line " + number + " is not version:base64 of 32 octets with a version of its own");
  }

  /** The text of a file with one new random key. */
  public static String newFileText() {
    var octets = new byte[KEY_OCTETS];
    new SecureRandom().nextBytes(octets);
    return "1:" + Base64.getEncoder().encodeToString(octets) + "\n";
  }

  @Override
  public SealedPrivateKey seal(byte[] privateKey, Binding binding) {
    var current = keys.lastEntry();
    var nonce = new byte[NONCE_OCTETS];
    random.nextBytes(nonce);
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, current.getValue(), nonce);
      cipher.updateAAD(associatedData(binding, current.getKey()));
      return new SealedPrivateKey(current.getKey(), nonce, cipher.doFinal(privateKey));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + CIPHER, e);
    }
  }

  @Override
  public byte[] open(SealedPrivateKey sealed, Binding binding) throws UnopenableKeyException {
    var key = keys.get(sealed.version());
    if (key == null) {
      throw new UnopenableKeyException("no key-encryption key of version " + sealed.version());
    }
    try {
      var cipher = cipher(Cipher.DECRYPT_MODE, key, sealed.nonce());
      cipher.updateAAD(associatedData(binding, sealed.version()));
      return cipher.doFinal(sealed.ciphertext());
    } catch (GeneralSecurityException e) {
      throw new UnopenableKeyException("the ciphertext of " + binding.keyId() + " is not ours", e);
    }
  }

  @Override
  public String current() {
    return name(keys.lastKey());
  }

  @Override
  public String nameOf(SealedPrivateKey sealed) {
    return name(sealed.version());
  }

  @Override
  public Set<String> kept() {
    return keys.keySet().stream().map(KeyEncryptionKeys::name).collect(Collectors.toSet());
  }

  private static String name(int version) {
    return "file:" + version;
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  /** Each part with its length before it, so that no two bindings give the same octets. */
  private static byte[] associatedData(Binding binding, int version) {
    var octets = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(octets)) {
      out.writeUTF(binding.name().domain().ascii());
      out.writeUTF(binding.name().selector().ascii());
      out.writeUTF(binding.keyId());
      out.writeInt(version);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return octets.toByteArray();
  }
}
