package org.postseal.accounts.sasl;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The mechanisms, the one to be preferred first; in this order they are announced. */
public enum Mechanism {
  SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", Evidence.SCRAM_KEYS),
  SCRAM_SHA_256("SCRAM-SHA-256", Evidence.SCRAM_KEYS),
  EXTERNAL("EXTERNAL", Evidence.CERTIFICATE),
  OAUTHBEARER("OAUTHBEARER", Evidence.TOKEN),
  XOAUTH2("XOAUTH2", Evidence.TOKEN),
  PLAIN("PLAIN", Evidence.PASSWORD),
  LOGIN("LOGIN", Evidence.PASSWORD);

  private final String word;
  private final Evidence evidence;

  Mechanism(String word, Evidence evidence) {
    this.word = word;
    this.evidence = evidence;
  }

  /** The mechanism of a word, in any case. */
  public static Optional<Mechanism> of(String word) {
    return Arrays.stream(values())
        .filter(mechanism -> mechanism.word.equals(word.strip().toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  /** As AUTH and EHLO have it. */
  public String word() {
    return word;
  }

  /** What must be known of accounts for it. */
  public Evidence evidence() {
    return evidence;
  }
}
