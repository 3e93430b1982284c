package org.postseal.registry.rotation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.SigningKey;

/**
 * How one domain's keys take turns.
 *
 * @param successors whether new keys are made: not for a domain that we do not sign for
 * @param every for how long a key signs
 * @param announceAhead how long before its turn a key is announced, at most half of {@code every}
 * @param keepRetired how long a retired key's record stays, at least {@link
 *     KeyState.Retired#IN_FLIGHT}
 */
public record RotationRules(
    Successors successors, Duration every, Duration announceAhead, Duration keepRetired) {

  /** Whether keys get successors. */
  public enum Successors {
    MADE,
    /** Retired keys still are revoked in time. */
    NONE
  }

  public RotationRules {
    if (!every.isPositive()) {
      throw new IllegalArgumentException("keys need time to sign: " + every);
    }
    var half = every.dividedBy(2);
    announceAhead = announceAhead.compareTo(half) > 0 ? half : announceAhead;
    keepRetired =
        keepRetired.compareTo(KeyState.Retired.IN_FLIGHT) < 0
            ? KeyState.Retired.IN_FLIGHT
            : keepRetired;
  }

  /** When a successor's turn comes. */
  Instant dueOf(KeyState.Active active) {
    return active.activated().plus(every);
  }

  /** The first whole day, in UTC, on which a key is not meant to sign. */
  public Optional<LocalDate> nextChange(SigningKey key) {
    return key.state() instanceof KeyState.Active active && successors == Successors.MADE
        ? Optional.of(dayFrom(dueOf(active)))
        : Optional.empty();
  }

  private static LocalDate dayFrom(Instant instant) {
    var day = LocalDate.ofInstant(instant, ZoneOffset.UTC);
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().equals(instant) ? day : day.plusDays(1);
  }

  boolean isToBeAnnounced(KeyState.Active active, Instant now) {
    return !now.isBefore(dueOf(active).minus(announceAhead));
  }

  boolean isToBeRevoked(KeyState.Retired retired, Instant now) {
    return !now.isBefore(retired.retired().plus(keepRetired));
  }
}
