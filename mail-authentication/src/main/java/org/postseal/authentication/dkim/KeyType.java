package org.postseal.authentication.dkim;

import java.util.Locale;
import java.util.Optional;

/** The key types that {@code k=} of a key record can name. */
public enum KeyType {
  /** {@code k=rsa}, RFC 6376 §3.6.1. */
  RSA,
  /** {@code k=ed25519}, RFC 8463 §4. */
  ED25519;

  /** The word used in {@code k=}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<KeyType> parse(String word) {
    if (word.equalsIgnoreCase("rsa")) {
      return Optional.of(RSA);
    }
    return word.equalsIgnoreCase("ed25519") ? Optional.of(ED25519) : Optional.empty();
  }
}
