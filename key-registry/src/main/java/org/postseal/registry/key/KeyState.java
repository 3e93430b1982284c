package org.postseal.registry.key;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a signing key is in its life. Each state offers only the ways out of it:
 *
 * <pre>
 * announced ──publish──▶ published ──activate──▶ active ──retire──▶ retired
 *     │  └───────────────────force─────────────────▲ │                  │
 *     └───────revoke─────────────┴─────────force─────┴──revoke, later───┴──▶ revoked
 * </pre>
 *
 * The record of an announced key is to be put into the DNS; that of a published one was seen there
 * by everybody who was asked. An active one signs; it was forced if its record was never seen. A
 * retired one keeps its record while mail it signed is on its way. A revoked one has a record with
 * an empty {@code p=}: that is for a retired one when no mail of it can be on its way any more, or
 * by force in an emergency. There is no way back: a new key gets a new selector.
 */
public sealed interface KeyState {

  /** When the key was made. */
  Instant announced();

  record Announced(Instant announced) implements KeyState {
    /** Its record has been seen. */
    public Published publish(Instant now) {
      return new Published(announced, now);
    }

    /** It signs although nobody has seen its record. */
    public Active force(Instant now) {
      return new Active(announced, Optional.empty(), now);
    }

    public Revoked revoke(Instant now) {
      return new Revoked(announced, Optional.empty(), Optional.empty(), Optional.empty(), now);
    }
  }

  record Published(Instant announced, Instant published) implements KeyState {
    public Active activate(Instant now) {
      return new Active(announced, Optional.of(published), now);
    }

    public Revoked revoke(Instant now) {
      return new Revoked(
          announced, Optional.of(published), Optional.empty(), Optional.empty(), now);
    }
  }

  record Active(Instant announced, Optional<Instant> published, Instant activated)
      implements KeyState {
    public Retired retire(Instant now) {
      return new Retired(announced, published, activated, now);
    }

    public Revoked revoke(Instant now) {
      return new Revoked(announced, published, Optional.of(activated), Optional.empty(), now);
    }
  }

  record Retired(Instant announced, Optional<Instant> published, Instant activated, Instant retired)
      implements KeyState {

    /**
     * For how long mail that it signed may still be verified: a queue gives up after five days (RFC
     * 5321 §4.5.4.1), signatures are valid for seven, and people are slow.
     */
    public static final Duration IN_FLIGHT = Duration.ofDays(14);

    /** Whether nobody needs its record any more. */
    public boolean isLongGone(Instant now) {
      return !now.isBefore(retired.plus(IN_FLIGHT));
    }

    public Revoked revoke(Instant now) {
      return new Revoked(announced, published, Optional.of(activated), Optional.of(retired), now);
    }
  }

  record Revoked(
      Instant announced,
      Optional<Instant> published,
      Optional<Instant> activated,
      Optional<Instant> retired,
      Instant revoked)
      implements KeyState {}

  /** The state's name in the API. */
  default String word() {
    return switch (this) {
      case Announced _ -> "announced";
      case Published _ -> "published";
      case Active _ -> "active";
      case Retired _ -> "retired";
      case Revoked _ -> "revoked";
    };
  }

  /** When its record was first seen in the public DNS, before it signed. */
  default Optional<Instant> seenSince() {
    return switch (this) {
      case Announced _ -> Optional.empty();
      case Published(_, var published) -> Optional.of(published);
      case Active(_, var published, _) -> published;
      case Retired(_, var published, _, _) -> published;
      case Revoked(_, var published, _, _, _) -> published;
    };
  }

  /** Since when it signs, or signed. */
  default Optional<Instant> signingSince() {
    return switch (this) {
      case Announced _, Published _ -> Optional.empty();
      case Active(_, _, var activated) -> Optional.of(activated);
      case Retired(_, _, var activated, _) -> Optional.of(activated);
      case Revoked(_, _, var activated, _, _) -> activated;
    };
  }

  /** Since when it signs no more, if it was retired. */
  default Optional<Instant> retiredSince() {
    return switch (this) {
      case Announced _, Published _, Active _ -> Optional.empty();
      case Retired(_, _, _, var retired) -> Optional.of(retired);
      case Revoked(_, _, _, var retired, _) -> retired;
    };
  }

  default Optional<Instant> revokedSince() {
    return switch (this) {
      case Announced _, Published _, Active _, Retired _ -> Optional.empty();
      case Revoked(_, _, _, _, var revoked) -> Optional.of(revoked);
    };
  }
}
