package org.postseal.console.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postseal.access.Role;

/**
 * Who has signed in, and as what: a link's token opens one session, once, and there is a new token
 * then. Secrets are 256 random bits, kept as SHA-256 only. Sessions are in memory, end after a
 * time, and of too many the oldest ends.
 */
final class Sessions {
  static final int MOST = 32;
  private static final int OCTETS = 32;
  private static final int NAME_DIGITS = 8;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Open> openByHash = new LinkedHashMap<>();
  private final Map<Role, String> linkHashes = new EnumMap<>(Role.class);
  private final Duration length;
  private final InstantSource clock;

  private record Open(Session session, Instant end) {}

  /**
   * Somebody who has signed in.
   *
   * @param name for the audit, which tells sessions apart and opens none
   * @param role operator or viewer
   * @param formToken what each of this session's forms must say: no other site can know it
   */
  record Session(String name, Role role, String formToken) {}

  Sessions(Duration length, InstantSource clock) {
    this.length = length;
    this.clock = clock;
  }

  /** A new link's token for a role; the one before opens nothing any more. */
  synchronized String newLink(Role role) {
    var token = secret();
    linkHashes.put(role, hash(token));
    return token;
  }

  /** Uses up a link's token: the secret of a new session, if it was right. */
  synchronized Optional<String> open(String token) {
    var tokenHash = hash(token);
    var role =
        linkHashes.entrySet().stream()
            .filter(link -> link.getValue().equals(tokenHash))
            .map(Map.Entry::getKey)
            .findFirst();
    if (role.isEmpty()) {
      return Optional.empty();
    }
    linkHashes.remove(role.get());
    var now = clock.instant();
    openByHash.values().removeIf(open -> !now.isBefore(open.end()));
    if (openByHash.size() >= MOST) {
      openByHash.remove(openByHash.keySet().iterator().next());
    }
    var secret = secret();
    var name = role.get().roleName() + "-" + hash(secret).substring(0, NAME_DIGITS);
    openByHash.put(
        hash(secret), new Open(new Session(name, role.get(), secret()), now.plus(length)));
    return Optional.of(secret);
  }

  /** The session of a secret, while it is open. */
  synchronized Optional<Session> find(String secret) {
    return Optional.ofNullable(openByHash.get(hash(secret)))
        .filter(open -> clock.instant().isBefore(open.end()))
        .map(Open::session);
  }

  synchronized void close(String secret) {
    openByHash.remove(hash(secret));
  }

  private String secret() {
    var octets = new byte[OCTETS];
    random.nextBytes(octets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  private static String hash(String secret) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
