package org.postseal.authentication.message;

import java.util.Locale;
import java.util.Optional;

/** A canonicalization algorithm of RFC 6376 §3.4, for header fields or for the body. */
public enum Canonicalization {
  /** As it is, RFC 6376 §3.4.1 and §3.4.3. */
  SIMPLE,
  /** White space made even, RFC 6376 §3.4.2 and §3.4.4. */
  RELAXED;

  /** The word used in {@code c=}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The algorithm that {@code word} names; the words of tag values are case-insensitive here. */
  public static Optional<Canonicalization> parse(String word) {
    if (word.equalsIgnoreCase("simple")) {
      return Optional.of(SIMPLE);
    }
    return word.equalsIgnoreCase("relaxed") ? Optional.of(RELAXED) : Optional.empty();
  }
}
