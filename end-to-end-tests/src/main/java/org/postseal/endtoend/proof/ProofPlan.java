package org.postseal.endtoend.proof;

import java.time.Duration;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What a run is like.
 *
 * @param faultsFor for how long processes are killed, paused and restarted
 * @param seed of the faults and of the messages
 * @param brokers 1, or 3 with three replicas of everything
 * @param replicas of each service
 * @param clients at one time
 * @param rate messages a second, of all clients together
 * @param largest message, in octets
 * @param longestPause of a process
 * @param patience until everything has arrived after the last fault
 */
record ProofPlan(
    Duration faultsFor,
    long seed,
    int brokers,
    int replicas,
    int clients,
    int rate,
    int largest,
    Duration longestPause,
    Duration patience) {
  /** What holds if nothing is said. */
  static final ProofPlan DEFAULT = of(Map.of());

  /** By what was said; for the rest the usual holds. */
  static ProofPlan of(Map<ProofOption, Long> said) {
    ToIntFunction<ProofOption> number =
        option -> Math.toIntExact(said.getOrDefault(option, option.usual()));
    return new ProofPlan(
        Duration.ofMinutes(number.applyAsInt(ProofOption.MINUTES)),
        said.getOrDefault(ProofOption.SEED, ProofOption.SEED.usual()),
        number.applyAsInt(ProofOption.BROKERS),
        number.applyAsInt(ProofOption.REPLICAS),
        number.applyAsInt(ProofOption.CLIENTS),
        number.applyAsInt(ProofOption.RATE),
        number.applyAsInt(ProofOption.LARGEST),
        Duration.ofSeconds(number.applyAsInt(ProofOption.PAUSE)),
        Duration.ofSeconds(number.applyAsInt(ProofOption.PATIENCE)));
  }
}
