package org.postseal.authentication.dmarc;

import java.util.Locale;
import java.util.Optional;

/** What a domain owner wants done with mail that fails, RFC 9989 §4.7 {@code p}. */
public enum Policy {
  /** Nothing. */
  NONE,
  /** Treat it as suspicious. */
  QUARANTINE,
  /** Refuse it. */
  REJECT;

  /** The word as records and reports have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** RFC 9989 §4.7 {@code t=y}: one level below. */
  Policy lowered() {
    return switch (this) {
      case REJECT -> QUARANTINE;
      case QUARANTINE, NONE -> NONE;
    };
  }

  /** {@code "none" / "quarantine" / "reject"}, in any case. */
  static Optional<Policy> parse(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "none" -> Optional.of(NONE);
      case "quarantine" -> Optional.of(QUARANTINE);
      case "reject" -> Optional.of(REJECT);
      default -> Optional.empty();
    };
  }
}
