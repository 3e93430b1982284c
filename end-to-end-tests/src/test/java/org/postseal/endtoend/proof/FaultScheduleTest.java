package org.postseal.endtoend.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postseal.endtoend.accounting.Fault.How;
import org.postseal.endtoend.accounting.Fault.Role;

class FaultScheduleTest {
  private static final Map<String, Role> VICTIMS =
      Map.of(
          "broker-1", Role.BROKER,
          "broker-2", Role.BROKER,
          "broker-3", Role.BROKER,
          "relay-1", Role.RELAY,
          "relay-2", Role.RELAY,
          "verifier-1", Role.VERIFIER,
          "ingress-smtp-1", Role.INGRESS,
          "mx.frail.example", Role.NEXT_HOP);

  private static final ProofPlan PLAN = plan(1);

  private static ProofPlan plan(long seed) {
    return ProofPlan.of(Map.of(ProofOption.MINUTES, 20L, ProofOption.SEED, seed));
  }

  @Test
  void theSameSeedIsTheSameSchedule() {
    var again = new LinkedHashMap<String, Role>();
    VICTIMS.keySet().stream().sorted().forEach(name -> again.put(name, VICTIMS.get(name)));
    assertThat(FaultSchedule.of(plan(7), again))
        .isNotEmpty()
        .isEqualTo(FaultSchedule.of(plan(7), VICTIMS));
  }

  @Test
  void anotherSeedIsAnother() {
    assertThat(FaultSchedule.of(plan(7), VICTIMS)).isNotEqualTo(FaultSchedule.of(plan(8), VICTIMS));
  }

  @Test
  void everybodyHasATurnInEveryWay() {
    var schedule = FaultSchedule.of(PLAN, VICTIMS);
    assertThat(schedule.stream().map(PlannedFault::victim).collect(Collectors.toSet()))
        .isEqualTo(VICTIMS.keySet());
    assertThat(schedule.stream().map(PlannedFault::how).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(How.KILLED, How.PAUSED, How.RESTARTED);
    assertThat(schedule)
        .filteredOn(fault -> fault.victim().equals("mx.frail.example"))
        .allSatisfy(fault -> assertThat(fault.how()).isEqualTo(How.KILLED));
    assertThat(schedule)
        .allSatisfy(
            fault -> {
              assertThat(fault.at()).isLessThan(PLAN.faultsFor());
              assertThat(fault.away()).isLessThanOrEqualTo(PLAN.longestPause().plusMillis(500));
            });
  }

  @Test
  void nobodyIsHitBeforeItCanBeBackAndTwoMayBeAwayAtOnce() {
    var backAt = new HashMap<String, Duration>();
    int together = 0;
    for (var fault : FaultSchedule.of(PLAN, VICTIMS)) {
      assertThat(fault.at()).isGreaterThan(backAt.getOrDefault(fault.victim(), Duration.ZERO));
      if (backAt.values().stream().anyMatch(back -> back.compareTo(fault.at()) > 0)) {
        together++;
      }
      backAt.put(fault.victim(), fault.at().plus(fault.away()));
    }
    assertThat(together).isPositive();
  }
}
