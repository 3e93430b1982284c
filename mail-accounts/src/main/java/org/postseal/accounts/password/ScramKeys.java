package org.postseal.accounts.password;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
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
public final class ScramKeys implements PasswordHash {
  /**
   * Of new passwords. Cyrus SASL, and so Postfix and many others, refuse to compute more than
   * 65,536.
   */
  public static final int ITERATIONS = 60_000;

  private static final int FEWEST_ITERATIONS = 4096;
  private static final int MOST_ITERATIONS = 10_000_000;
  private static final int SALT_OCTETS = 16;
  private static final int KEY_BITS = 256;
  private static final int DIGEST_OCTETS = 32;

  /** Of an iteration, in nanoseconds, on some machine: only the order counts. */
  private static final long ITERATION_COST = 600;

  private static final Pattern SYNTAX =
      Pattern.compile(
          "SCRAM-SHA-256\\$([0-9]{1,8}):([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");

  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  private ScramKeys(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    this.iterations = iterations;
    this.salt = salt;
    this.storedKey = storedKey;
    this.serverKey = serverKey;
  }

  /** Keys of a password, with a new salt. Slow on purpose. */
  public static ScramKeys of(String password) {
    var salt = new byte[SALT_OCTETS];
    new SecureRandom().nextBytes(salt);
    return of(password, salt, ITERATIONS);
  }

  private static ScramKeys of(String password, byte[] salt, int iterations) {
    try {
      var salted = salted(password, salt, iterations);
      var storedKey = sha256(hmac(salted, ascii("Client Key")));
      return new ScramKeys(iterations, salt, storedKey, hmac(salted, ascii("Server Key")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * What everybody is told of keys; shapes of several accounts may differ.
   *
   * @param iterations how often the password is hashed
   * @param saltOctets the length of the salt
   */
  record Shape(int iterations, int saltOctets) implements Comparable<Shape> {
    static final Shape USUAL = new Shape(ITERATIONS, SALT_OCTETS);

    @Override
    public int compareTo(Shape other) {
      int first = Integer.compare(iterations, other.iterations);
      return first != 0 ? first : Integer.compare(saltOctets, other.saltOctets);
    }
  }

  Shape shape() {
    return new Shape(iterations, salt.length);
  }

  /** A secret for another purpose. */
  byte[] derive(String purpose) {
    try {
      return hmac(storedKey, ascii(purpose));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Keys that fit no password, of one of these shapes: always the same for one name. */
  static ScramKeys fittingNothing(String name, byte[] secret, List<Shape> shapes) {
    try {
      var seed = hmac(secret, name.getBytes(StandardCharsets.UTF_8));
      var shape = shapes.get(Math.floorMod(hmac(seed, ascii("shape"))[0], shapes.size()));
      return new ScramKeys(
          shape.iterations(),
          salt(seed, shape.saltOctets()),
          hmac(seed, ascii("stored")),
          hmac(seed, ascii("server")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] salt(byte[] seed, int octets) throws GeneralSecurityException {
    var salt = new byte[octets];
    for (int at = 0; at < octets; at += DIGEST_OCTETS) {
      var part = hmac(seed, ascii("salt " + at));
      System.arraycopy(part, 0, salt, at, Math.min(DIGEST_OCTETS, octets - at));
    }
    return salt;
  }

  static Optional<ScramKeys> parse(String text) {
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
          new ScramKeys(
              iterations,
              decoder.decode(matcher.group(2)),
              decoder.decode(matcher.group(3)),
              decoder.decode(matcher.group(4))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  @Override
  public boolean matches(String password) {
    return MessageDigest.isEqual(storedKey, of(password, salt, iterations).storedKey);
  }

  @Override
  public long cost() {
    return iterations * ITERATION_COST;
  }

  /** How often the password is hashed; the client is told. */
  public int iterations() {
    return iterations;
  }

  /** What is hashed with the password; the client is told. */
  public byte[] salt() {
    return salt.clone();
  }

  /**
   * {@code ClientProof := ClientKey XOR ClientSignature}: whether the client knows the password, or
   * at least ClientKey. Fast.
   */
  public boolean isProof(byte[] proof, byte[] authMessage) {
    try {
      var clientKey = hmac(storedKey, authMessage);
      if (proof.length != clientKey.length) {
        return false;
      }
      for (int i = 0; i < proof.length; i++) {
        clientKey[i] ^= proof[i];
      }
      return areEqual(storedKey, sha256(clientKey));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** {@code ServerSignature := HMAC(ServerKey, AuthMessage)}. */
  public byte[] serverSignature(byte[] authMessage) {
    try {
      return hmac(serverKey, authMessage);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** In a time that does not depend on where they differ. */
  public static boolean areEqual(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  /** As a line of the accounts file has it. */
  public String encoded() {
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

  private static byte[] hmac(byte[] key, byte[] octets) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(octets);
  }

  private static byte[] sha256(byte[] octets) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(octets);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
