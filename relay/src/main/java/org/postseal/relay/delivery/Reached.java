package org.postseal.relay.delivery;

import java.util.Optional;
import org.postseal.smtpclient.Via;
import org.postseal.topics.DeliveryFact;

/**
 * Whom an outcome came from.
 *
 * @param via the session; empty where there was none
 * @param reportsItself whether what the sender asked about reports was handed on to a host that
 *     honours it (RFC 3461 §5.2.2)
 */
record Reached(Optional<DeliveryFact.Via> via, boolean reportsItself) {
  /** The host that an outcome came from. */
  static Reached by(Via via) {
    return new Reached(
        Optional.of(
            new DeliveryFact.Via(
                via.hostName(), via.tlsVersion(), Optional.of(via.policy().word()))),
        via.dsn());
  }

  /** No host: a file, or an attempt that reached nobody. */
  static final Reached NOBODY = new Reached(Optional.empty(), false);
}
