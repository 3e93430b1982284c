package org.postseal.authentication.dkim;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Signing and verifying octets with each {@link SignatureAlgorithm}, by the {@link
 * SignatureProvider} in use. A key it cannot take, such as one that never leaves its token, is the
 * platform's affair.
 */
public final class Cryptography {
  /** RFC 8017 §9.2 note 1: what stands before a SHA-1 digest in PKCS#1 v1.5. */
  private static final byte[] SHA1_DIGEST_INFO =
      HexFormat.of().parseHex("3021300906052b0e03021a05000414");

  private static final Optional<Provider> PREFERRED = SignatureProvider.inUse().preferred();

  private Cryptography() {}

  /** False also for a signature of an impossible length. */
  public static boolean verifies(
      SignatureAlgorithm algorithm, PublicKey key, byte[] octets, byte[] signature) {
    try {
      return computed(
          algorithm,
          verifier -> {
            verifier.initVerify(key);
            verifier.update(message(algorithm, octets));
            return verifier.verify(signature);
          });
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Verifies an RSA signature of a SHA-1 digest, as DomainKeys has it. */
  public static boolean verifiesSha1Digest(PublicKey key, byte[] digest, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("NONEwithRSA");
      verifier.initVerify(key);
      verifier.update(SHA1_DIGEST_INFO);
      verifier.update(digest);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Signs octets; the key must fit the algorithm. */
  public static byte[] sign(SignatureAlgorithm algorithm, PrivateKey key, byte[] octets)
      throws GeneralSecurityException {
    return computed(
        algorithm,
        signer -> {
          signer.initSign(key);
          signer.update(message(algorithm, octets));
          return signer.sign();
        });
  }

  /**
   * The same key in the form that the preferred provider computes with, so that it need not be
   * converted each time; the key itself where there is no such form. Ed25519 keys stay as they are:
   * converting one costs little.
   */
  static <K extends Key> K prepared(K key, Class<K> type) {
    if (PREFERRED.isEmpty() || !key.getAlgorithm().equals("RSA")) {
      return key;
    }
    try {
      return type.cast(KeyFactory.getInstance("RSA", PREFERRED.get()).translateKey(key));
    } catch (GeneralSecurityException | RuntimeException _) {
      return key;
    }
  }

  /** Why a key cannot sign, in a clause for people: providers do not always say. */
  public static String reason(GeneralSecurityException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return "the key cannot sign: " + why;
  }

  /** What is done with a fresh signature object. */
  private interface Computation<T> {
    T on(Signature signature) throws GeneralSecurityException;
  }

  private static <T> T computed(SignatureAlgorithm algorithm, Computation<T> computation)
      throws GeneralSecurityException {
    if (PREFERRED.isPresent()) {
      try {
        return computation.on(Signature.getInstance(jcaName(algorithm), PREFERRED.get()));
      } catch (InvalidKeyException | NoSuchAlgorithmException | RuntimeException _) {
        // what that provider does not take, the platform may
      }
    }
    return computation.on(Signature.getInstance(jcaName(algorithm)));
  }

  /** RFC 8463 §3: Ed25519 signs the SHA-256 digest of the octets, not the octets. */
  private static byte[] message(SignatureAlgorithm algorithm, byte[] octets) {
    return switch (algorithm) {
      case ED25519_SHA256 -> algorithm.hash().newDigest().digest(octets);
      case RSA_SHA256, RSA_SHA1 -> octets;
    };
  }

  private static String jcaName(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case RSA_SHA256 -> "SHA256withRSA";
      case RSA_SHA1 -> "SHA1withRSA";
      case ED25519_SHA256 -> "Ed25519";
    };
  }
}
