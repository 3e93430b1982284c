package org.postseal.topics;

import java.util.Locale;

/** Where an accepted message came from. */
public enum Origin {
  /** Another server brought it and it was verified. */
  MX,
  /** An authenticated account submitted it. */
  SUBMISSION,
  /** The relay reports about another message. */
  REPORT,
  /** An operator released it from quarantine or from being held. */
  RELEASE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Origin of(String word) throws MalformedRecordException {
    for (var origin : values()) {
      if (origin.word().equals(word)) {
        return origin;
      }
    }
    throw new MalformedRecordException("unknown origin of a message");
  }
}
