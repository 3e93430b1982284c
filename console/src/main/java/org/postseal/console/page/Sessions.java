package org.postseal.console.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who has signed in: a link's token opens one session, once, and there is a new token then. Secrets
 * are 256 random bits, kept as SHA-256 only. Sessions are in memory, end after a time, and of too
 * many the oldest ends.
 */
final class Sessions {
  static final int MOST = 32;
  private static final int OCTETS = 32;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Instant> endsByHash = new LinkedHashMap<>();
  private final Duration length;
  private final InstantSource clock;
  private Optional<String> linkHash = Optional.empty();

  Sessions(Duration length, InstantSource clock) {
    this.length = length;
    this.clock = clock;
  }

  /** A new link's token; the one before opens nothing any more. */
  synchronized String newLink() {
    var token = secret();
    linkHash = Optional.of(hash(token));
    return token;
  }

  /** Uses up a link's token: the secret of a new session, if it was right. */
  synchronized Optional<String> open(String token) {
    if (linkHash.filter(hash(token)::equals).isEmpty()) {
      return Optional.empty();
    }
    linkHash = Optional.empty();
    var now = clock.instant();
    endsByHash.values().removeIf(end -> !now.isBefore(end));
    if (endsByHash.size() >= MOST) {
      endsByHash.remove(endsByHash.keySet().iterator().next());
    }
    var session = secret();
    endsByHash.put(hash(session), now.plus(length));
    return Optional.of(session);
  }

  synchronized boolean isOpen(String session) {
    var end = endsByHash.get(hash(session));
    return end != null && clock.instant().isBefore(end);
  }

  synchronized void close(String session) {
    endsByHash.remove(hash(session));
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
