package org.postseal.authentication.spf;

import java.util.Optional;

/** {@code macro-letter}, RFC 7208 §7.2. */
public enum MacroLetter {
  /** The sender: local-part, at sign, domain. */
  SENDER('s'),
  /** The local-part of the sender. */
  LOCAL_PART('l'),
  /** The domain of the sender. */
  SENDER_DOMAIN('o'),
  /** The domain whose record it is, which an include changes. */
  DOMAIN('d'),
  /** The address, as it is written in reverse trees once reversed. */
  ADDRESS('i'),
  /** A name the reverse tree gives and the forward tree confirms. */
  VALIDATED_NAME('p'),
  /** {@code in-addr} or {@code ip6}. */
  REVERSE_TREE('v'),
  /** The argument of HELO or EHLO. */
  HELO('h'),
  /** The address as people write it. */
  READABLE_ADDRESS('c'),
  /** The host that checks. */
  RECEIVER('r'),
  /** Seconds since the epoch. */
  TIMESTAMP('t');

  private final char letter;

  MacroLetter(char letter) {
    this.letter = letter;
  }

  /** RFC 7208 §7.2: {@code c}, {@code r} and {@code t} are allowed in {@code exp=} text only. */
  boolean onlyInExplanations() {
    return this == READABLE_ADDRESS || this == RECEIVER || this == TIMESTAMP;
  }

  /** The letter, in either case. */
  static Optional<MacroLetter> of(char c) {
    char lower = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    for (MacroLetter letter : values()) {
      if (letter.letter == lower) {
        return Optional.of(letter);
      }
    }
    return Optional.empty();
  }
}
