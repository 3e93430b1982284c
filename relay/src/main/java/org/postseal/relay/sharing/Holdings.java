package org.postseal.relay.sharing;

import java.util.EnumMap;
import java.util.Map;

/**
 * What each class of work holds of its budget now, and how much of that is with hosts that have not
 * answered, or hang. Not safe for several threads.
 */
final class Holdings {
  private final ShareLimits limits;
  private final Map<WorkClass, Held> held = new EnumMap<>(WorkClass.class);

  private static final class Held {
    private int attempts;
    private long octets;
    private final Map<HostKey.Found, Integer> unproven = new EnumMap<>(HostKey.Found.class);
    private long unprovenOctets;
  }

  Holdings(ShareLimits limits) {
    this.limits = limits;
    for (var work : WorkClass.values()) {
      held.put(work, new Held());
    }
  }

  boolean fits(Host<?> host, Claim claim) {
    var budget = limits.budgets().get(claim.work());
    var of = held.get(claim.work());
    if (of.attempts >= budget.attempts()
        || (of.octets > 0 && of.octets + claim.octets() > budget.octets())) {
      return false;
    }
    if (host.isProven()) {
      return true;
    }
    var found = host.key().found();
    return of.unproven.getOrDefault(found, 0) < limits.unprovenShare(claim.work(), found)
        && (of.unprovenOctets == 0 || of.unprovenOctets + claim.octets() <= budget.octets() / 2);
  }

  void take(Attempt<?> attempt, Claim claim) {
    var of = held.get(claim.work());
    of.attempts++;
    of.octets += claim.octets();
    if (attempt.wasUnproven()) {
      of.unprovenOctets += claim.octets();
    }
    if (!attempt.host().isProven()) {
      of.unproven.merge(attempt.host().key().found(), 1, Integer::sum);
    }
  }

  /** An attempt turned slow. It goes on, and holds nothing but its place at the host. */
  void letGo(Attempt<?> attempt, Claim claim) {
    var of = held.get(claim.work());
    of.attempts--;
    of.octets -= claim.octets();
    if (attempt.wasUnproven()) {
      of.unprovenOctets -= claim.octets();
    }
  }

  /** An attempt is over: what it still holds is given back. To be told before the host is. */
  void giveBack(Attempt<?> attempt, Claim claim) {
    if (!attempt.isSlow()) {
      letGo(attempt, claim);
    }
    if (!attempt.host().isProven()) {
      held.get(claim.work()).unproven.merge(attempt.host().key().found(), -1, Integer::sum);
    }
  }

  /** A host answered, or does not any more: all that runs there counts otherwise from now on. */
  void prove(Host<?> host, boolean proven) {
    if (host.isProven() != proven) {
      for (var work : WorkClass.values()) {
        int more = proven ? -host.running(work) : host.running(work);
        held.get(work).unproven.merge(host.key().found(), more, Integer::sum);
      }
    }
    host.setProven(proven);
  }

  long octets() {
    return held.values().stream().mapToLong(of -> of.octets).sum();
  }
}
