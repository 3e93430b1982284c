package org.postseal.endtoend.proof;

import java.time.Duration;

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
  static final ProofPlan DEFAULT =
      new ProofPlan(
          Duration.ofMinutes(3),
          1,
          3,
          2,
          8,
          20,
          1024 * 1024,
          Duration.ofSeconds(15),
          Duration.ofMinutes(3));

  /** The same with another value of this. */
  ProofPlan faultsFor(Duration faultsFor) {
    return new ProofPlan(
        faultsFor, seed, brokers, replicas, clients, rate, largest, longestPause, patience);
  }

  /** The same with another value of this. */
  ProofPlan seed(long seed) {
    return new ProofPlan(
        faultsFor, seed, brokers, replicas, clients, rate, largest, longestPause, patience);
  }

  /** The same with another value of this. */
  ProofPlan brokers(int brokers) {
    return new ProofPlan(
        faultsFor, seed, brokers, replicas, clients, rate, largest, longestPause, patience);
  }

  /** The same with another value of this. */
  ProofPlan replicas(int replicas) {
    return new ProofPlan(
        faultsFor, seed, brokers, replicas, clients, rate, largest, longestPause, patience);
  }

  /** The same with another value of this. */
  ProofPlan clients(int clients) {
    return new ProofPlan(
        faultsFor, seed, brokers, replicas, clients, rate, largest, longestPause, patience);
  }

  /** The same with another value of this. */
  ProofPlan rate(int rate) {
    return new ProofPlan(
        faultsFor, seed, brokers, replicas, clients, rate, largest, longestPause, patience);
  }

  /** The same with another value of this. */
  ProofPlan largest(int largest) {
    return new ProofPlan(
        faultsFor, seed, brokers, replicas, clients, rate, largest, longestPause, patience);
  }

  /** The same with another value of this. */
  ProofPlan longestPause(Duration longestPause) {
    return new ProofPlan(
        faultsFor, seed, brokers, replicas, clients, rate, largest, longestPause, patience);
  }

  /** The same with another value of this. */
  ProofPlan patience(Duration patience) {
    return new ProofPlan(
        faultsFor, seed, brokers, replicas, clients, rate, largest, longestPause, patience);
  }
}
