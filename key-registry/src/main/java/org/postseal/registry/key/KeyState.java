package org.postseal.registry.key;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a signing key is in its life. Each state offers only the ways out of it:
 *
 * <pre>
 * announced ──activate──▶ active ──retire──▶ retired
 *     │                     │                   │
 *     └───────revoke────────┴──────revoke───────┴──revoke──▶ revoked
 * </pre>
 *
 * An announced key has its record published and does not sign yet. A retired one keeps its record
 * while mail it signed is on its way. A revoked one has a record with an empty {@code p=}. There is
 * no way back: a new key gets a new selector.
 */
public sealed interface KeyState {

  /** When the key was made. */
  Instant announced();

  record Announced(Instant announced) implements KeyState {
    public Active activate(Instant now) {
      return new Active(announced, now);
    }

    public Revoked revoke(Instant now) {
      return new Revoked(announced, Optional.empty(), Optional.empty(), now);
    }
  }

  record Active(Instant announced, Instant activated) implements KeyState {
    public Retired retire(Instant now) {
      return new Retired(announced, activated, now);
    }

    public Revoked revoke(Instant now) {
      return new Revoked(announced, Optional.of(activated), Optional.empty(), now);
    }
  }

  record Retired(Instant announced, Instant activated, Instant retired) implements KeyState {
    public Revoked revoke(Instant now) {
      return new Revoked(announced, Optional.of(activated), Optional.of(retired), now);
    }
  }

  record Revoked(
      Instant announced, Optional<Instant> activated, Optional<Instant> retired, Instant revoked)
      implements KeyState {}

  /** The state's name in the API. */
  default String word() {
    return switch (this) {
      case Announced _ -> "announced";
      case Active _ -> "active";
      case Retired _ -> "retired";
      case Revoked _ -> "revoked";
    };
  }

  /** Since when it signs, or signed. */
  default Optional<Instant> signingSince() {
    return switch (this) {
      case Announced _ -> Optional.empty();
      case Active(_, var activated) -> Optional.of(activated);
      case Retired(_, var activated, _) -> Optional.of(activated);
      case Revoked(_, var activated, _, _) -> activated;
    };
  }

  /** Since when it signs no more, if it was retired. */
  default Optional<Instant> retiredSince() {
    return switch (this) {
      case Announced _, Active _ -> Optional.empty();
      case Retired(_, _, var retired) -> Optional.of(retired);
      case Revoked(_, _, var retired, _) -> retired;
    };
  }

  default Optional<Instant> revokedSince() {
    return switch (this) {
      case Announced _, Active _, Retired _ -> Optional.empty();
      case Revoked(_, _, _, var revoked) -> Optional.of(revoked);
    };
  }
}
