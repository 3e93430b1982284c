package org.postseal.accounts.password;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A hash by bcrypt, as other software writes it: {@code $2b$cost$salt-and-hash}, and {@code $2a$},
 * {@code $2y$}. Only the first 72 octets of a password count. There are no keys of SCRAM in it, so
 * its account must send its password.
 */
public record Bcrypt(String encoded) implements PasswordHash {
  private static final Pattern SYNTAX =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");

  /** Of a round, in nanoseconds, on some machine: only the order counts. */
  private static final long ROUND_COST = 60_000;

  static Optional<PasswordHash> parse(String text) {
    return SYNTAX.matcher(text).matches() ? Optional.of(new Bcrypt(text)) : Optional.empty();
  }

  @Override
  public boolean matches(String password) {
    var octets = password.getBytes(StandardCharsets.UTF_8);
    try {
      return OpenBSDBCrypt.checkPassword(encoded, octets);
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  @Override
  public long cost() {
    int logarithm = Integer.parseInt(encoded.substring(4, 6));
    return ROUND_COST << logarithm;
  }

  /** Without the hash. */
  @Override
  public String toString() {
    return "Bcrypt[]";
  }
}
