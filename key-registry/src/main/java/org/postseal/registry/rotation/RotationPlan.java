package org.postseal.registry.rotation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.key.SigningKey;
import org.postseal.registry.publication.Sighting;
import org.postseal.registry.rotation.RotationRules.Successors;

/**
 * What is to be done next for one domain's keys. Pure: its keys, what was seen of them, the rules
 * and the time go in, steps come out; asked again with the same it says the same.
 *
 * <p>Keys take turns by algorithm. A key that an operator made, and that does not sign yet, is the
 * successor as well as one made here. Where the signing key was revoked at once, in an emergency,
 * its successor's turn is now. An algorithm that an operator retired does not come back, and the
 * very first key of a domain is an operator's.
 */
public final class RotationPlan {

  private static final Comparator<SigningKey> BY_ANNOUNCEMENT =
      Comparator.comparing((SigningKey key) -> key.state().announced())
          .thenComparing(key -> key.name().selector().ascii());

  private final RotationRules rules;
  private final Function<SigningKey, Optional<Sighting>> seen;
  private final Instant now;

  private RotationPlan(
      RotationRules rules, Function<SigningKey, Optional<Sighting>> seen, Instant now) {
    this.rules = rules;
    this.seen = seen;
    this.now = now;
  }

  /**
   * The steps.
   *
   * @param keys all keys the domain ever had
   * @param seen what the DNS says of a key, if it was asked just now
   */
  public static List<RotationStep> of(
      List<SigningKey> keys,
      RotationRules rules,
      Function<SigningKey, Optional<Sighting>> seen,
      Instant now) {
    return new RotationPlan(rules, seen, now).steps(keys);
  }

  private List<RotationStep> steps(List<SigningKey> keys) {
    var steps = new ArrayList<RotationStep>();
    if (rules.successors() == Successors.MADE) {
      for (var algorithm : KeyAlgorithm.values()) {
        successor(keys.stream().filter(key -> key.algorithm() == algorithm).toList(), algorithm)
            .ifPresent(steps::add);
      }
    }
    for (var key : keys) {
      if (key.state() instanceof KeyState.Retired retired && rules.isToBeRevoked(retired, now)) {
        steps.add(new RotationStep.Revoke(key));
      }
    }
    return steps;
  }

  private Optional<RotationStep> successor(List<SigningKey> keys, KeyAlgorithm algorithm) {
    var waiting = keys.stream().filter(RotationPlan::isWaiting).max(BY_ANNOUNCEMENT);
    for (var key : keys) {
      if (key.state() instanceof KeyState.Active active) {
        if (waiting.isPresent()) {
          return isDue(active) ? Optional.of(turnOf(waiting.get(), rules.dueOf(active))) : none();
        }
        return rules.isToBeAnnounced(active, now)
            ? Optional.of(new RotationStep.Announce(algorithm))
            : none();
      }
    }
    return lostSince(keys)
        .map(
            since ->
                waiting
                    .map(key -> turnOf(key, since))
                    .orElseGet(() -> new RotationStep.Announce(algorithm)));
  }

  private static Optional<RotationStep> none() {
    return Optional.empty();
  }

  private boolean isDue(KeyState.Active active) {
    return !now.isBefore(rules.dueOf(active));
  }

  /** It signs once everybody sees its record as it is now, and not before. */
  private RotationStep turnOf(SigningKey successor, Instant since) {
    return seen.apply(successor)
        .<RotationStep>map(
            sighting ->
                sighting.shows(successor)
                    ? new RotationStep.Switch(successor, sighting)
                    : new RotationStep.Late(successor, sighting, since))
        .orElseGet(() -> new RotationStep.Look(successor));
  }

  private static boolean isWaiting(SigningKey key) {
    return switch (key.state()) {
      case KeyState.Announced _, KeyState.Published _ -> true;
      case KeyState.Active _, KeyState.Retired _, KeyState.Revoked _ -> false;
    };
  }

  /** When the last key that signed was taken away while it did, if that is how it ended. */
  private static Optional<Instant> lostSince(List<SigningKey> keys) {
    return keys.stream()
        .filter(key -> key.state().signingSince().isPresent())
        .max(Comparator.comparing(key -> key.state().signingSince().orElseThrow()))
        .filter(last -> last.state().retiredSince().isEmpty())
        .flatMap(last -> last.state().revokedSince());
  }
}
