package org.postseal.smtp.command;

import java.util.Optional;

/** Finds a verb in octets without making a string of them. */
final class Verbs {
  private static final Verb[] ALL = Verb.values();

  private Verbs() {}

  static Optional<Verb> find(byte[] octets, int offset, int length) {
    for (var verb : ALL) {
      if (matches(verb.name(), octets, offset, length)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }

  private static boolean matches(String name, byte[] octets, int offset, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (upper(octets[offset + i]) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static int upper(byte octet) {
    return octet >= 'a' && octet <= 'z' ? octet - 32 : octet;
  }
}
