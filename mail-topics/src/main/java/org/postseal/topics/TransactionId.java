package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Names one mail transaction from its content to its last delivery: the key of every record about
 * it, the {@code id} of the Received field and the text an operator searches for.
 *
 * <p>26 characters of Crockford's base 32: 48 bits of milliseconds, then 80 random bits, so that
 * ids sort by time. An id is not a secret.
 */
public record TransactionId(@JsonValue String value) {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 26;
  private static final int TIME = 10;

  public TransactionId {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("not a transaction id");
    }
  }

  /** A new id for a transaction that begins at {@code now}. */
  public static TransactionId next(Instant now) {
    var random = ThreadLocalRandom.current();
    var text = new char[LENGTH];
    long millis = now.toEpochMilli();
    for (int i = TIME - 1; i >= 0; i--) {
      text[i] = ALPHABET.charAt((int) (millis & 31));
      millis >>>= 5;
    }
    long high = random.nextLong();
    long low = random.nextLong();
    for (int i = TIME; i < 18; i++) {
      text[i] = ALPHABET.charAt((int) (high & 31));
      high >>>= 5;
    }
    for (int i = 18; i < LENGTH; i++) {
      text[i] = ALPHABET.charAt((int) (low & 31));
      low >>>= 5;
    }
    return new TransactionId(new String(text));
  }

  /**
   * The id of another transaction that follows from this one, always the same for the same purpose:
   * what is written twice has one id. Its time is this one's.
   */
  public TransactionId derived(String purpose) {
    var digest = AcceptedRecord.digester();
    digest.update((value + "\n" + purpose).getBytes(StandardCharsets.UTF_8));
    var octets = digest.digest();
    var text = new StringBuilder(value.substring(0, TIME));
    for (int i = 0; i < LENGTH - TIME; i++) {
      text.append(ALPHABET.charAt(octets[i] & 31));
    }
    return new TransactionId(text.toString());
  }

  /** The id that {@code text} spells, or nothing if it is not one. */
  public static Optional<TransactionId> parse(String text) {
    return isWellFormed(text) ? Optional.of(new TransactionId(text)) : Optional.empty();
  }

  private static boolean isWellFormed(String text) {
    return text.length() == LENGTH && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
  }

  @Override
  public String toString() {
    return value;
  }
}
