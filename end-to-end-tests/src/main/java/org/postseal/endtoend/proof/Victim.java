package org.postseal.endtoend.proof;

import java.time.Duration;
import org.postseal.endtoend.accounting.Fault.Role;

/** Somebody whom faults befall. */
interface Victim {
  /** Of no other. */
  String name();

  Role role();

  /** Without a warning, and away until it is started again. */
  void kill();

  /** It does nothing from now on, and does not know. */
  void pause();

  /** It goes on as if no time had passed. */
  void resume();

  /** It is asked to end, and ends. */
  void stop();

  void startAgain();

  boolean isRunning();

  /**
   * Waits until it can be used.
   *
   * @throws IllegalStateException if it ends or the limit passes
   */
  void awaitReady(Duration limit);
}
