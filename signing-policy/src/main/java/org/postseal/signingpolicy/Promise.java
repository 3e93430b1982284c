package org.postseal.signingpolicy;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a domain says about its mail: {@code sign=}. */
public enum Promise {
  /** Every message with an author in this domain is signed by it: an unsigned one is forged. */
  ALL,
  /** Some of its mail is signed. */
  SOME,
  /** It promises nothing. A word that a reader does not know says the same. */
  NONE;

  /** As it stands in a policy. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The promise with that word, in any case. */
  public static Optional<Promise> of(String word) {
    return Stream.of(values()).filter(one -> one.word().equalsIgnoreCase(word)).findFirst();
  }
}
