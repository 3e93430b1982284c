package org.postseal.accounts.password;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a name that nobody has is answered with: keys that look like those of an account, always the
 * same for one name (RFC 5802 §9 leaves this to the server). They depend on a secret that stands in
 * the accounts file, so that every replica answers alike, and after a restart too; else a stranger
 * tells names that exist by asking twice.
 */
public final class UnknownNames {
  private static final String DIRECTIVE = "#!unknown-names:";
  private static final int SECRET_OCTETS = 32;

  private final byte[] secret;
  private final List<ScramKeys.Shape> shapes;

  private UnknownNames(byte[] secret, List<ScramKeys.Shape> shapes) {
    this.secret = secret;
    this.shapes = shapes;
  }

  /**
   * As the file has it; without a secret of its own one is made of the first account's keys, which
   * changes with that account.
   *
   * @param lines of the file
   * @param accounts the keys of its accounts, in the file's order
   */
  public static UnknownNames of(List<String> lines, List<ScramKeys> accounts) {
    var secret =
        lines.stream()
            .flatMap(line -> secret(line).stream())
            .findFirst()
            .orElseGet(
                () ->
                    accounts.stream()
                        .findFirst()
                        .map(keys -> keys.derive("unknown names"))
                        .orElseGet(() -> new byte[SECRET_OCTETS]));
    var shapes = accounts.stream().map(ScramKeys::shape).distinct().sorted().toList();
    return new UnknownNames(secret, shapes.isEmpty() ? List.of(ScramKeys.Shape.USUAL) : shapes);
  }

  /** The line with a new secret, for a file that has none. */
  public static Optional<String> missingLine(List<String> lines) {
    if (lines.stream().anyMatch(line -> secret(line).isPresent())) {
      return Optional.empty();
    }
    var octets = new byte[SECRET_OCTETS];
    new SecureRandom().nextBytes(octets);
    return Optional.of(DIRECTIVE + Base64.getEncoder().encodeToString(octets));
  }

  private static Optional<byte[]> secret(String line) {
    if (!line.startsWith(DIRECTIVE)) {
      return Optional.empty();
    }
    try {
      var octets = Base64.getDecoder().decode(line.substring(DIRECTIVE.length()).strip());
      return octets.length >= SECRET_OCTETS ? Optional.of(octets) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Keys that fit no password. */
  public ScramKeys keys(String name) {
    return ScramKeys.fittingNothing(name, secret, shapes);
  }
}
