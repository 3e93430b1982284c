package org.postseal.accounts.password;

import java.util.Optional;

/** What is kept of a password. */
public sealed interface PasswordHash permits ScramKeys, Bcrypt {

  /** Reads what stands in an accounts file. */
  static Optional<PasswordHash> parse(String text) {
    return ScramKeys.parse(text).<PasswordHash>map(keys -> keys).or(() -> Bcrypt.parse(text));
  }

  /** Slow on purpose; never on an event loop. */
  boolean matches(String password);

  /** About how long {@link #matches} takes, in nanoseconds; for comparing. */
  long cost();
}
