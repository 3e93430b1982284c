package org.postseal.registry.asking;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.PolicyPin;

/** What domains are held to: the policies they have stated and not taken back, while these hold. */
final class HeldPolicies {
  private final Pins pins;
  private final Asking.Manner manner;

  HeldPolicies(Pins pins, Asking.Manner manner) {
    this.pins = pins;
    this.manner = manner;
  }

  /** Whether everything that was kept has been read. */
  boolean isReady() {
    return pins.isReady();
  }

  Optional<PolicyPin> inForce(DomainName domain) {
    return pins.of(domain).filter(pin -> pin.isInForce(manner.clock().instant()));
  }

  /** A policy that was stated a moment ago need not be asked for. */
  Optional<Answer> fresh(DomainName domain) {
    var refresh = refresh();
    var now = manner.clock().instant();
    return inForce(domain)
        .filter(pin -> now.isBefore(pin.seen().plus(refresh)))
        .map(
            pin ->
                new Answer(
                    new Answer.Key.NotAskedFor(),
                    Optional.of(Conclusion.policy(pin)),
                    Optional.of(new Answer.Origin(pin.source(), Conclusion.policy(pin).trust())),
                    shorter(refresh, Duration.between(now, pin.expires()))));
  }

  /**
   * A domain has said something, and can be held to it.
   *
   * @param pinned what it was held to before
   */
  void note(DomainName domain, Finding.Said said, Answer answer, Optional<PolicyPin> pinned) {
    if (said.policy().isEmpty()) {
      return; // a refusal is no statement, and lets nobody go
    }
    if (answer.policy().isEmpty()) {
      pins.forget(domain); // max_age=0: the domain takes its policy back
      return;
    }
    var pin = answer.policy().get().pin();
    if (pinned.filter(old -> old.says(pin) && !isOfAge(old, pin.seen())).isEmpty()) {
      pins.keep(pin);
    }
  }

  /** Written again before half of its time is over, and not with every question. */
  private boolean isOfAge(PolicyPin old, Instant now) {
    var half = Duration.between(old.seen(), old.expires()).dividedBy(2);
    return !now.isBefore(old.seen().plus(shorter(half, refresh())));
  }

  private Duration refresh() {
    return manner.limits().times().refresh();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
