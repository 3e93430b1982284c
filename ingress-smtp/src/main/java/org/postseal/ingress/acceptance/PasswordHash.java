package org.postseal.ingress.acceptance;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is kept of a password: the keys of SCRAM-SHA-256 (RFC 5802 §3, RFC 7677), from which neither
 * the password nor a client's proof can be made. Written as {@code
 * SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}, base64 for the octets.
 */
final class PasswordHash {
  private static final int ITERATIONS = 100_000;
  private static final int FEWEST_ITERATIONS = 4096;
  private static final int MOST_ITERATIONS = 10_000_000;
  private static final int SALT_OCTETS = 16;
  private static final int KEY_BITS = 256;
  private static final Pattern SYNTAX =
      Pattern.compile(
          "SCRAM-SHA-256\\$([0-9]{1,8}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  private PasswordHash(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    this.iterations = iterations;
    this.salt = salt;
    this.storedKey = storedKey;
    this.serverKey = serverKey;
  }

  static PasswordHash of(String password) {
    var salt = new byte[SALT_OCTETS];
    new SecureRandom().nextBytes(salt);
    return of(password, salt, ITERATIONS);
  }

  private static PasswordHash of(String password, byte[] salt, int iterations) {
    try {
      var salted = salted(password, salt, iterations);
      var storedKey = MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key"));
      return new PasswordHash(iterations, salt, storedKey, hmac(salted, "Server Key"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static Optional<PasswordHash> parse(String text) {
    var matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int iterations = Integer.parseInt(matcher.group(1));
    if (iterations < FEWEST_ITERATIONS || iterations > MOST_ITERATIONS) {
      return Optional.empty();
    }
    try {
      var decoder = Base64.getDecoder();
      return Optional.of(
          new PasswordHash(
              iterations,
              decoder.decode(matcher.group(2)),
              decoder.decode(matcher.group(3)),
              decoder.decode(matcher.group(4))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Slow on purpose; never on an event loop. */
  boolean matches(String password) {
    return MessageDigest.isEqual(storedKey, of(password, salt, iterations).storedKey);
  }

  /** As a line of the accounts file has it. */
  String encoded() {
    var encoder = Base64.getEncoder();
    return "SCRAM-SHA-256$"
        + iterations
        + ":"
        + encoder.encodeToString(salt)
        + "$"
        + encoder.encodeToString(storedKey)
        + ":"
        + encoder.encodeToString(serverKey);
  }

  /** {@code SaltedPassword := Hi(Normalize(password), salt, i)}, with Hi being PBKDF2. */
  private static byte[] salted(String password, byte[] salt, int iterations)
      throws GeneralSecurityException {
    var normal = Normalizer.normalize(password, Normalizer.Form.NFKC).toCharArray();
    var spec = new PBEKeySpec(normal, salt, iterations, KEY_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } finally {
      spec.clearPassword();
      Arrays.fill(normal, '\0');
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
  }
}
