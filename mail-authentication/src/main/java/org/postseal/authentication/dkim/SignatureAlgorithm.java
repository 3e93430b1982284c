package org.postseal.authentication.dkim;

import java.util.Locale;
import java.util.Optional;
import org.postseal.authentication.message.HashAlgorithm;

/** The signing algorithms of RFC 6376 §3.3 and RFC 8463. */
public enum SignatureAlgorithm {
  /** RFC 6376 §3.3. */
  RSA_SHA256("rsa-sha256", KeyType.RSA, HashAlgorithm.SHA256),
  /** RFC 8463 §3. */
  ED25519_SHA256("ed25519-sha256", KeyType.ED25519, HashAlgorithm.SHA256),
  /** Recognised so that it can be refused (RFC 8301 §3.1); never used to sign. */
  RSA_SHA1("rsa-sha1", KeyType.RSA, HashAlgorithm.SHA1);

  private final String word;
  private final KeyType keyType;
  private final HashAlgorithm hash;

  SignatureAlgorithm(String word, KeyType keyType, HashAlgorithm hash) {
    this.word = word;
    this.keyType = keyType;
    this.hash = hash;
  }

  /** The word used in {@code a=}. */
  public String word() {
    return word;
  }

  /** What a key must be to fit. */
  public KeyType keyType() {
    return keyType;
  }

  /** What is made of the octets before they are signed. */
  public HashAlgorithm hash() {
    return hash;
  }

  /** The algorithm that {@code word} names, in any case. */
  public static Optional<SignatureAlgorithm> parse(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    for (SignatureAlgorithm algorithm : values()) {
      if (algorithm.word.equals(lower)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }
}
