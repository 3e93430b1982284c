package org.postseal.endtoend.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.postseal.endtoend.accounting.Fault.How;
import org.postseal.endtoend.accounting.Fault.Role;

/**
 * Which process is killed, paused or restarted when. The same seed over the same processes gives
 * the same schedule. Two may be away at once; one that was away has time to start before it is its
 * turn again. A next hop can only be killed.
 */
final class FaultSchedule {
  private static final Duration FIRST = Duration.ofSeconds(3);
  private static final int LEAST_GAP_MS = 2_000;
  private static final int MORE_GAP_MS = 5_000;
  private static final int LONGEST_AWAY_MS = 4_000;

  /** A start on a busy machine. */
  private static final Duration RECOVERY = Duration.ofSeconds(15);

  private FaultSchedule() {}

  /**
   * The schedule.
   *
   * @param victims roles by name, in any order
   */
  static List<PlannedFault> of(ProofPlan plan, Map<String, Role> victims) {
    var random = new Random(plan.seed());
    var names = victims.keySet().stream().sorted().toList();
    var backAt = new HashMap<String, Duration>();
    var faults = new ArrayList<PlannedFault>();
    for (var at = FIRST; at.compareTo(plan.faultsFor()) < 0; at = at.plus(gap(random))) {
      var now = at;
      var free =
          names.stream()
              .filter(name -> backAt.getOrDefault(name, Duration.ZERO).compareTo(now) <= 0)
              .toList();
      if (free.isEmpty()) {
        continue;
      }
      var victim = free.get(random.nextInt(free.size()));
      var how = victims.get(victim) == Role.NEXT_HOP ? How.KILLED : how(random);
      var away = away(how, random, plan);
      faults.add(new PlannedFault(at, victim, how, away));
      backAt.put(victim, at.plus(away).plus(RECOVERY));
    }
    return faults;
  }

  private static Duration gap(Random random) {
    return Duration.ofMillis(LEAST_GAP_MS + random.nextInt(MORE_GAP_MS));
  }

  private static How how(Random random) {
    int number = random.nextInt(10);
    if (number < 4) {
      return How.KILLED;
    }
    return number < 8 ? How.PAUSED : How.RESTARTED;
  }

  private static Duration away(How how, Random random, ProofPlan plan) {
    return switch (how) {
      case KILLED -> Duration.ofMillis(random.nextInt(LONGEST_AWAY_MS));
      case PAUSED ->
          Duration.ofMillis(500 + random.nextInt(Math.toIntExact(plan.longestPause().toMillis())));
      case RESTARTED, DIED -> Duration.ZERO;
    };
  }
}
