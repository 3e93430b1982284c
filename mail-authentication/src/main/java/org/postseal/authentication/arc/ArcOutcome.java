package org.postseal.authentication.arc;

import java.util.Optional;

/** The chain validation status (RFC 8617 §4.4). */
public sealed interface ArcOutcome {
  /** The message carries no ARC field. */
  record None() implements ArcOutcome {}

  /**
   * The chain is complete and every seal is valid.
   *
   * @param oldestPass the lowest instance whose message signature still verifies, 0 if all do (RFC
   *     8617 §5.2)
   */
  record Pass(int oldestPass) implements ArcOutcome {}

  /** It is not, or the newest seal says that it was not. */
  record Fail(String reason) implements ArcOutcome {}

  /** A key could not be had now. */
  record KeyUnavailable(String reason) implements ArcOutcome {}

  /** Why there is no valid chain, if one was there. */
  default Optional<String> why() {
    return switch (this) {
      case None _, Pass _ -> Optional.empty();
      case Fail(String reason) -> Optional.of(reason);
      case KeyUnavailable(String reason) -> Optional.of(reason);
    };
  }
}
