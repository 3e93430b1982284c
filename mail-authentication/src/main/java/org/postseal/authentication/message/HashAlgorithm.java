package org.postseal.authentication.message;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** A hash algorithm of RFC 6376 §3.3. SHA-1 is known so that it can be refused (RFC 8301). */
public enum HashAlgorithm {
  /** FIPS 180-4. */
  SHA256("sha256", "SHA-256"),
  /** For old signatures only. */
  SHA1("sha1", "SHA-1");

  private final String word;
  private final String jcaName;

  HashAlgorithm(String word, String jcaName) {
    this.word = word;
    this.jcaName = jcaName;
  }

  /** The word used in {@code a=} after the hyphen, and in the key record's {@code h=}. */
  public String word() {
    return word;
  }

  /** A fresh digest. Every Java platform has both algorithms. */
  public MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance(jcaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks " + jcaName, e);
    }
  }

  /** The algorithm that {@code word} names. */
  public static Optional<HashAlgorithm> parse(String word) {
    if (word.equalsIgnoreCase("sha256")) {
      return Optional.of(SHA256);
    }
    return word.equalsIgnoreCase("sha1") ? Optional.of(SHA1) : Optional.empty();
  }
}
