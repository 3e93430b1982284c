package org.postseal.authentication.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Public keys from {@code p=} of key records: RSA as SubjectPublicKeyInfo or as PKCS#1
 * RSAPublicKey, Ed25519 as its 32 octets (RFC 8463 §4.2) or as SubjectPublicKeyInfo. The keys read
 * last are remembered, because reading one costs about as much as verifying with it.
 */
public final class PublicKeys {
  /** Largest modulus computed with, which every Verifier must take (RFC 8301 §3.2). */
  static final int MAX_RSA_BITS = 4096;

  /** 2^32 + 1 is the largest exponent in use; the usual one is 2^16 + 1. */
  private static final int MAX_EXPONENT_BITS = 33;

  private static final int REMEMBERED = 1024;
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final byte[] RSA_ALGORITHM =
      HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  private static final Map<KeyType, Remembered<Read>> KNOWN = new EnumMap<>(KeyType.class);

  static {
    for (KeyType type : KeyType.values()) {
      KNOWN.put(type, new Remembered<>(REMEMBERED));
    }
  }

  private PublicKeys() {}

  /** What came of reading a key. */
  public sealed interface Read {
    /** The key and its size. */
    record Usable(PublicKey key, int bits) implements Read {}

    /**
     * An RSA key beyond 4,096 bits, or with an exponent beyond 33 bits. Nothing is computed with
     * it, for that would cost many times what a usual key does.
     */
    record TooLarge(int bits) implements Read {
      /** For people. */
      public String reason() {
        return "the RSA key of " + bits + " bits, or its exponent, is larger than we compute with";
      }
    }

    /** There is no key in it that can be used. */
    record Unusable(String reason) implements Read {}
  }

  /** Reads {@code p=} without white space. */
  public static Read read(KeyType type, String base64) {
    return KNOWN.get(type).get(base64, text -> readUncached(type, text));
  }

  private static Read readUncached(KeyType type, String base64) {
    try {
      byte[] octets = Base64.getDecoder().decode(base64);
      return switch (type) {
        case RSA -> readRsa(octets);
        case ED25519 -> readEd25519(octets);
      };
    } catch (IllegalArgumentException e) {
      return new Read.Unusable("p= is not base64");
    } catch (GeneralSecurityException e) {
      return new Read.Unusable("p= holds no " + type.word() + " key");
    }
  }

  private static Read readRsa(byte[] octets) throws GeneralSecurityException {
    var factory = KeyFactory.getInstance("RSA");
    RSAPublicKey key;
    if (Der.isSequenceOfSequence(octets)) {
      key = (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(octets));
    } else {
      byte[] wrapped = Der.sequence(RSA_ALGORITHM, Der.bitString(octets));
      key = (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(wrapped));
    }
    int bits = key.getModulus().bitLength();
    if (bits > MAX_RSA_BITS || key.getPublicExponent().bitLength() > MAX_EXPONENT_BITS) {
      return new Read.TooLarge(bits);
    }
    return new Read.Usable(Cryptography.prepared(key, PublicKey.class), bits);
  }

  private static Read readEd25519(byte[] octets) throws GeneralSecurityException {
    byte[] spki = octets.length == 32 ? Der.concat(ED25519_PREFIX, octets) : octets;
    if (spki.length != 44) {
      return new Read.Unusable("p= has not the length of an Ed25519 key");
    }
    return new Read.Usable(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)), 256);
  }
}
