package org.postseal.console.index;

import java.util.Locale;
import java.util.Optional;

/**
 * Somebody a message names, by which it is found. Text as it is searched: in lower case.
 *
 * @param role as whom
 * @param address the mailbox; empty if only the domain is known
 * @param domain its domain
 */
public record Participant(Role role, String address, String domain) {
  private static final int ADDRESS = 320;
  private static final int DOMAIN = 255;

  /** As whom. */
  public enum Role {
    REVERSE_PATH,
    FORWARD_PATH,
    AUTHOR
  }

  static Optional<Participant> path(Role role, String path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    var address = searched(path, ADDRESS);
    return Optional.of(
        new Participant(role, address, domain(address.substring(address.lastIndexOf('@') + 1))));
  }

  static Participant author(String domain) {
    return new Participant(Role.AUTHOR, "", domain(domain));
  }

  /** An address as it is searched. */
  public static String address(String text) {
    return searched(text, ADDRESS);
  }

  /** A domain as it is searched. */
  public static String domain(String text) {
    return searched(text, DOMAIN);
  }

  /** Bounded before its case is changed. */
  private static String searched(String text, int most) {
    return StoredText.of(StoredText.of(text, most).toLowerCase(Locale.ROOT), most);
  }
}
