package org.postseal.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Bearer tokens and their roles, from lines {@code token:role}; a token on several lines has
 * several roles. Kept as SHA-256 only, so that neither a heap dump nor the time a comparison takes
 * tells a token.
 */
public final class Tokens {

  private static final int TOKEN_OCTETS = 32;
  private static final int MIN_TOKEN = 16;
  private static final int NAME_DIGITS = 8;

  /**
   * Who showed a token.
   *
   * @param name for audit events: a role and the beginning of the token's hash
   * @param roles what it may do
   */
  public record Holder(String name, Set<Role> roles) {}

  private final Map<String, Set<Role>> rolesByHash;

  private Tokens(Map<String, Set<Role>> rolesByHash) {
    this.rolesByHash = rolesByHash;
  }

  /**
   * Reads the text of a tokens file; empty lines and lines beginning with {@code #} do not count.
   *
   * @throws IllegalArgumentException naming the line, never its content
   */
  public static Tokens parse(String text) {
    return new Tokens(
        RoleLines.read(
            text,
            token -> Optional.of(token).filter(t -> t.length() >= MIN_TOKEN).map(Tokens::hash),
            "token:role with a token of 16 characters or more"));
  }

  /** The text of a file with one new random token for each role. */
  public static String newFileText() {
    var text = new StringBuilder();
    var random = new SecureRandom();
    for (var role : Role.values()) {
      var octets = new byte[TOKEN_OCTETS];
      random.nextBytes(octets);
      text.append(Base64.getUrlEncoder().withoutPadding().encodeToString(octets))
          .append(':')
          .append(role.roleName())
          .append('\n');
    }
    return text.toString();
  }

  /** Who holds a token, if it is one of ours. */
  public Optional<Holder> holderOf(String token) {
    var hash = hash(token);
    return Optional.ofNullable(rolesByHash.get(hash))
        .map(
            roles ->
                new Holder(
                    roles.iterator().next().roleName() + "/" + hash.substring(0, NAME_DIGITS),
                    Set.copyOf(roles)));
  }

  private static String hash(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
