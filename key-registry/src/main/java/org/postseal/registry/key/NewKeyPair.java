package org.postseal.registry.key;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A key pair just generated. The only place where a private key is in clear, until it is sealed.
 */
public final class NewKeyPair {

  private static final int RSA_BITS = 2048;
  private static final int ED25519_OCTETS = 32;

  private final KeyAlgorithm algorithm;
  private final byte[] publicKey;
  private final byte[] privateKey;

  private NewKeyPair(KeyAlgorithm algorithm, byte[] publicKey, byte[] privateKey) {
    this.algorithm = algorithm;
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  /** Takes up to a second for RSA. */
  public static NewKeyPair generate(KeyAlgorithm algorithm) {
    try {
      return switch (algorithm) {
        case RSA_2048 -> {
          var generator = KeyPairGenerator.getInstance("RSA");
          generator.initialize(RSA_BITS);
          var pair = generator.generateKeyPair();
          yield new NewKeyPair(
              algorithm, pair.getPublic().getEncoded(), pair.getPrivate().getEncoded());
        }
        case ED25519 -> {
          var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
          // RFC 8410 §4: the key is what the SubjectPublicKeyInfo ends with.
          var spki = pair.getPublic().getEncoded();
          yield new NewKeyPair(
              algorithm,
              Arrays.copyOfRange(spki, spki.length - ED25519_OCTETS, spki.length),
              pair.getPrivate().getEncoded());
        }
      };
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  public KeyAlgorithm algorithm() {
    return algorithm;
  }

  /** The octets of {@code p=}. */
  public byte[] publicKey() {
    return publicKey;
  }

  /** PKCS #8, in clear. */
  public byte[] privateKey() {
    return privateKey;
  }
}
