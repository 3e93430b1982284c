package org.postseal.authentication.dmarc;

import java.util.Optional;

/** The results of RFC 9989 §5.3.5. Reasons are one clause for people, in printable ASCII. */
public sealed interface DmarcOutcome {
  /** An authenticated domain is aligned with the author domain. */
  record Pass() implements DmarcOutcome {}

  /** None is. */
  record Fail() implements DmarcOutcome {}

  /** DMARC does not apply: nobody has published a policy for the author domain. */
  record None(String reason) implements DmarcOutcome {}

  /** Not known now; may be known later. */
  record TemporaryError(String reason) implements DmarcOutcome {}

  /** The message or the policy does not let itself be evaluated. */
  record PermanentError(String reason) implements DmarcOutcome {}

  /** Why there is neither pass nor fail, if so. */
  default Optional<String> why() {
    return switch (this) {
      case None(var reason) -> Optional.of(reason);
      case TemporaryError(var reason) -> Optional.of(reason);
      case PermanentError(var reason) -> Optional.of(reason);
      case Pass _, Fail _ -> Optional.empty();
    };
  }
}
