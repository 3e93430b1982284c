package org.postseal.endtoend.accounting;

import java.time.Instant;

/**
 * What an event says about a message; facts are in the order of their topic's partition.
 *
 * @param id of the message
 * @param transaction its subject
 * @param outcome what it says
 * @param at when
 * @param source service and instance that say it
 */
public record Fact(String id, String transaction, Outcome outcome, Instant at, String source) {
  /** What can be said. */
  public enum Outcome {
    ACCEPTED,
    QUARANTINED,
    REJECTED,
    DEFERRED,
    ABANDONED,
    DELIVERED,
    DELIVERY_DEFERRED,
    UNDELIVERABLE;

    /** Whether a next hop's word is in it. */
    boolean isOfDelivery() {
      return this == DELIVERED || this == DELIVERY_DEFERRED || this == UNDELIVERABLE;
    }
  }
}
