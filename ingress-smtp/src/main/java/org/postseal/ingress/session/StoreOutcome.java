package org.postseal.ingress.session;

/** What became of the durable write. */
public sealed interface StoreOutcome {

  /** Every record is acknowledged by all in-sync replicas. */
  record Stored() implements StoreOutcome {}

  /** Not written, or it is not known whether it was. */
  record NotStored(Certainty certainty, String reason) implements StoreOutcome {}

  /** Whether the message may yet turn up (RFC 1047). */
  enum Certainty {
    NOTHING_WRITTEN,
    AMBIGUOUS
  }
}
