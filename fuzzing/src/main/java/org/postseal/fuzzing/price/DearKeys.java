package org.postseal.fuzzing.price;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dns.DomainName;

/**
 * Key records by selector: its first letter says of what kind, and each selector has a key of its
 * own, so that no memory of keys helps. Nobody has their private halves; a modulus is any odd
 * number, and to find that a signature is wrong costs as much as to find it right. But a chain is
 * looked at only as far as its seals are right, so the key of the chain is a true one.
 */
final class DearKeys {
  private static final BigInteger USUAL = BigInteger.valueOf(65_537);

  /** 33 bits, all of them one. */
  private static final BigInteger LONGEST = BigInteger.ONE.shiftLeft(33).subtract(BigInteger.ONE);

  /** How large the key is that seals what the attacker seals himself. */
  enum ChainKey {
    /** Quick to sign with, for a search. */
    QUICK(1024, USUAL),
    /** Dear to verify. */
    DEAR(4096, LONGEST);

    private final int bits;
    private final BigInteger exponent;

    ChainKey(int bits, BigInteger exponent) {
      this.bits = bits;
      this.exponent = exponent;
    }

    /** The selector has the key's name. */
    String selector() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Map<ChainKey, SigningKey> PAIRS = new ConcurrentHashMap<>();
  private static final Map<String, String> MADE = new ConcurrentHashMap<>();

  private DearKeys() {}

  /**
   * @param selector begins with {@code a} for RSA of 2,048 bits, {@code b} for 4,096, {@code c} for
   *     4,096 and the longest exponent, {@code e} for Ed25519
   */
  static String record(String selector) {
    return MADE.computeIfAbsent(selector, DearKeys::made);
  }

  /** The private half for {@code selector()} of evil.example; its record is made with it. */
  static SigningKey signing(ChainKey kind) {
    return PAIRS.computeIfAbsent(kind, DearKeys::pair);
  }

  private static SigningKey pair(ChainKey kind) {
    var random = new Random(kind.bits);
    var p = prime(kind, random);
    var q = prime(kind, random);
    var phi = p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE));
    var modulus = p.multiply(q);
    var exponent = kind.exponent.modInverse(phi);
    try {
      var factory = KeyFactory.getInstance("RSA");
      var key =
          factory.generatePrivate(
              new RSAPrivateCrtKeySpec(
                  modulus,
                  kind.exponent,
                  exponent,
                  p,
                  q,
                  exponent.mod(p.subtract(BigInteger.ONE)),
                  exponent.mod(q.subtract(BigInteger.ONE)),
                  q.modInverse(p)));
      MADE.put(kind.selector(), record(modulus, kind.exponent));
      return new SigningKey(
          DomainName.of("evil.example"),
          new Selector(kind.selector()),
          SignatureAlgorithm.RSA_SHA256,
          key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BigInteger prime(ChainKey kind, Random random) {
    while (true) {
      var prime = BigInteger.probablePrime(kind.bits / 2, random).setBit(kind.bits / 2 - 1);
      if (prime.subtract(BigInteger.ONE).gcd(kind.exponent).equals(BigInteger.ONE)
          && prime.isProbablePrime(50)) {
        return prime;
      }
    }
  }

  private static String made(String selector) {
    var random = new Random(Arrays.hashCode(selector.getBytes(StandardCharsets.US_ASCII)));
    return switch (selector.charAt(0)) {
      case 'a' -> rsa(2048, USUAL, random);
      case 'b' -> rsa(4096, USUAL, random);
      case 'c' -> rsa(4096, LONGEST, random);
      default -> ed25519(random);
    };
  }

  private static String rsa(int bits, BigInteger exponent, Random random) {
    return record(new BigInteger(bits, random).setBit(bits - 1).setBit(0), exponent);
  }

  private static String record(BigInteger modulus, BigInteger exponent) {
    try {
      var key =
          KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
      return "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(key.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Any octets with an even last one are taken for a point; half of them are one. */
  private static String ed25519(Random random) {
    var point = new byte[32];
    random.nextBytes(point);
    return "v=DKIM1; k=ed25519; p=" + Base64.getEncoder().encodeToString(point);
  }

  /** A signature of a length that fits the key; never a right one. */
  static String signature(char kind, Random random) {
    var octets = new byte[kind == 'a' ? 256 : kind == 'e' ? 64 : 512];
    random.nextBytes(octets);
    octets[0] = 0; // less than any modulus
    return Base64.getEncoder().encodeToString(octets);
  }
}
