package org.postseal.authentication.arc;

import org.postseal.authentication.dns.DomainName;

/**
 * One ARC set of a valid chain: who sealed the message, what he had found out about it, and whether
 * it is still what he sealed. That the seal is valid proves who says so, not that it is true.
 *
 * @param sealer {@code d=} of the seal
 * @param results the ARC-Authentication-Results without its instance: a payload of RFC 8601 §2.2,
 *     as the sealer wrote it
 */
public record SealedSet(int instance, DomainName sealer, String results, Content content) {

  /** What became of the message since. */
  public enum Content {
    /** Its message signature covers From and still verifies; no field stands there too often. */
    AS_SEALED,
    /** Somebody has altered the message or added to it, or it was never bound to its author. */
    ALTERED
  }
}
