package org.postseal.endtoend.accounting;

import java.time.Instant;

/**
 * What was done to a process.
 *
 * @param victim its name
 * @param role what it is
 * @param how what was done
 * @param from when it began
 * @param until when the process was ready again
 */
public record Fault(String victim, Role role, How how, Instant from, Instant until) {
  /** What a process is to the others. */
  public enum Role {
    INGRESS,
    VERIFIER,
    SIGNER,
    REGISTRY,
    RELAY,
    BROKER,
    NEXT_HOP
  }

  /** What can be done to it. */
  public enum How {
    /** SIGKILL. */
    KILLED,
    /** SIGSTOP, later SIGCONT. */
    PAUSED,
    /** SIGTERM. */
    RESTARTED,
    /** Nothing: it ended by itself. */
    DIED
  }
}
