package org.postseal.authentication.spf;

import java.util.Optional;

/** The seven results of RFC 7208 §2.6. Reasons are one clause for people, in printable ASCII. */
public sealed interface SpfOutcome {

  /** RFC 7208 §2.6.3: the client is authorised. */
  record Pass(Mechanism matched) implements SpfOutcome {}

  /**
   * RFC 7208 §2.6.4: the client is not authorised, says the domain.
   *
   * @param explanation the text of {@code exp=}, expanded; it is a stranger's
   */
  record Fail(Mechanism matched, Optional<String> explanation) implements SpfOutcome {}

  /** RFC 7208 §2.6.5: probably not authorised. */
  record SoftFail(Mechanism matched) implements SpfOutcome {}

  /** RFC 7208 §2.6.2: the domain does not say; nothing matched if there is no mechanism. */
  record Neutral(Optional<Mechanism> matched) implements SpfOutcome {}

  /** RFC 7208 §2.6.1: there is no domain to ask, or it has no policy. */
  record None(String reason) implements SpfOutcome {}

  /** RFC 7208 §2.6.6: not known now; may be known later. */
  record TemporaryError(String reason) implements SpfOutcome {}

  /** RFC 7208 §2.6.7: the policy cannot be understood, or asks too much. */
  record PermanentError(String reason) implements SpfOutcome {}

  /** As fields and reports have it. */
  default String word() {
    return switch (this) {
      case Pass _ -> "pass";
      case Fail _ -> "fail";
      case SoftFail _ -> "softfail";
      case Neutral _ -> "neutral";
      case None _ -> "none";
      case TemporaryError _ -> "temperror";
      case PermanentError _ -> "permerror";
    };
  }

  /** The mechanism that gave the result, if one did. */
  default Optional<Mechanism> mechanism() {
    return switch (this) {
      case Pass(var matched) -> Optional.of(matched);
      case Fail(var matched, _) -> Optional.of(matched);
      case SoftFail(var matched) -> Optional.of(matched);
      case Neutral(var matched) -> matched;
      case None _, TemporaryError _, PermanentError _ -> Optional.empty();
    };
  }

  /** Why there is no policy's word, if so. */
  default Optional<String> why() {
    return switch (this) {
      case None(var reason) -> Optional.of(reason);
      case TemporaryError(var reason) -> Optional.of(reason);
      case PermanentError(var reason) -> Optional.of(reason);
      case Pass _, Fail _, SoftFail _, Neutral _ -> Optional.empty();
    };
  }
}
