package org.postseal.registry.key;

import java.util.Arrays;
import java.util.Optional;

/** What we sign with. In this order, which is that of the signature fields. */
public enum KeyAlgorithm {
  /** RSA of 2048 bits: every verifier knows it (RFC 8301 §3.2). */
  RSA_2048("rsa", "rsa-sha256"),
  /** RFC 8463: as a second signature beside RSA. */
  ED25519("ed25519", "ed25519-sha256");

  private final String keyType;
  private final String signatureAlgorithm;

  KeyAlgorithm(String keyType, String signatureAlgorithm) {
    this.keyType = keyType;
    this.signatureAlgorithm = signatureAlgorithm;
  }

  /** For {@code k=} in the key record. */
  public String keyType() {
    return keyType;
  }

  /** For {@code a=} in the signature. */
  public String signatureAlgorithm() {
    return signatureAlgorithm;
  }

  /** Reads the word of {@code k=}. */
  public static Optional<KeyAlgorithm> ofKeyType(String word) {
    return Arrays.stream(values()).filter(a -> a.keyType.equals(word)).findFirst();
  }
}
