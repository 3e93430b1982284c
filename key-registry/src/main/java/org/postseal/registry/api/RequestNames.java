package org.postseal.registry.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postseal.access.Problem;
import org.postseal.access.Problem.ProblemException;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.registry.journal.Precondition;
import org.postseal.registry.key.KeyAlgorithm;

/** Reads the words of a request; what cannot be read ends it with 400. */
final class RequestNames {

  private RequestNames() {}

  /** A mail domain: U-labels are welcome, underscores are not. */
  static DomainName domain(@Nullable String text) {
    return Optional.ofNullable(text)
        .flatMap(DomainName::parse)
        .filter(DomainName::isHostName)
        .orElseThrow(() -> bad("domain is not a domain name"));
  }

  static Selector selector(@Nullable String text) {
    return Optional.ofNullable(text)
        .flatMap(Selector::parse)
        .orElseThrow(() -> bad("selector is not a selector"));
  }

  static KeyAlgorithm algorithm(@Nullable String text) {
    return switch (text) {
      case "rsa-2048", "rsa" -> KeyAlgorithm.RSA_2048;
      case "ed25519" -> KeyAlgorithm.ED25519;
      case null, default -> throw bad("algorithm is neither rsa-2048 nor ed25519");
    };
  }

  /**
   * {@code If-Match: "version"}, {@code If-Match: *} or {@code If-None-Match: *}, as our entity
   * tags are written.
   */
  static Precondition precondition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    if (ifMatch != null && ifMatch.strip().equals("*")) {
      return new Precondition.Present();
    }
    if (ifMatch != null) {
      return new Precondition.Version(version(ifMatch.strip()));
    }
    if (ifNoneMatch != null) {
      if (!ifNoneMatch.strip().equals("*")) {
        throw bad("If-None-Match of a change can only be *");
      }
      return new Precondition.Absent();
    }
    return new Precondition.None();
  }

  private static long version(String entityTag) {
    try {
      if (entityTag.length() > 2 && entityTag.startsWith("\"") && entityTag.endsWith("\"")) {
        return Long.parseLong(entityTag.substring(1, entityTag.length() - 1));
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw bad("If-Match is not an entity tag of ours");
  }

  static ProblemException bad(String detail) {
    return new ProblemException(Problem.badRequest(detail));
  }
}
