package org.postseal.authentication.arc;

import java.util.List;
import java.util.Optional;

/** What came of one signature of a chain. */
sealed interface Verified {
  record Valid() implements Verified {}

  /** It is wrong, whatever the keys of others are. */
  record Wrong(String reason) implements Verified {}

  /** There is no key that may be used. */
  record KeyMissing(String reason) implements Verified {}

  /** The key could not be had now. */
  record KeyAway(String reason) implements Verified {}

  /**
   * The status of a chain none of whose signatures is wrong: a missing key ends the matter, one
   * that is away leaves it open.
   */
  static ArcOutcome status(List<Verified> needed, int oldestPass) {
    Optional<String> away = Optional.empty();
    for (Verified one : needed) {
      switch (one) {
        case KeyMissing(var reason) -> {
          return new ArcOutcome.Fail(reason);
        }
        case KeyAway(var reason) -> away = away.or(() -> Optional.of(reason));
        case Valid _, Wrong _ -> {}
      }
    }
    return away.<ArcOutcome>map(ArcOutcome.KeyUnavailable::new)
        .orElseGet(() -> new ArcOutcome.Pass(oldestPass));
  }

  /** What this seal proves of the sealer; a chain with a wrong one has no sets. */
  default SealedSet.Seal asSeal() {
    return switch (this) {
      case Valid _ -> SealedSet.Seal.VALID;
      case KeyAway _ -> SealedSet.Seal.KEY_UNAVAILABLE;
      case KeyMissing _, Wrong _ -> SealedSet.Seal.KEY_MISSING;
    };
  }

  /** What this message signature proves of the content that it covers. */
  default SealedSet.Content asMessageSignature() {
    return switch (this) {
      case Valid _ -> SealedSet.Content.AS_SEALED;
      case KeyAway _ -> SealedSet.Content.KEY_UNAVAILABLE;
      case KeyMissing _, Wrong _ -> SealedSet.Content.ALTERED;
    };
  }
}
