package org.postseal.smtpclient;

import java.util.Optional;

/**
 * Why recipients are left undecided.
 *
 * @param by the host it was about; empty if none was found
 */
record Setback(Outcome outcome, Optional<Via> by) {

  /** Nobody's doing. */
  static Setback of(Outcome outcome) {
    return new Setback(outcome, Optional.empty());
  }

  /** The host was not spoken to. */
  static Setback of(Outcome outcome, HostTarget host) {
    return new Setback(outcome, Optional.of(host.notReached()));
  }
}
