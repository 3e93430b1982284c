package org.postseal.authentication.arc;

import org.postseal.authentication.dns.DomainName;

/**
 * One ARC set of a chain in which no signature is wrong: who sealed the message, what he had found
 * out about it, and whether it is still what he sealed. That the seal is valid proves who says so,
 * not that it is true.
 *
 * @param sealer {@code d=} of the seal
 * @param results the ARC-Authentication-Results without its instance: a payload of RFC 8601 §2.2,
 *     as the sealer wrote it
 * @param seal whether it is his
 */
public record SealedSet(
    int instance, DomainName sealer, String results, Seal seal, Content content) {

  /** A set whose seal is valid. */
  public SealedSet(int instance, DomainName sealer, String results, Content content) {
    this(instance, sealer, results, Seal.VALID, content);
  }

  /** What the sealer's own key says of the seal, whatever became of the others'. */
  public enum Seal {
    /** It is valid. */
    VALID,
    /** The key could not be had now. */
    KEY_UNAVAILABLE,
    /** There is no key any more that may be used. */
    KEY_MISSING
  }

  /** What became of the message since. */
  public enum Content {
    /** Its message signature covers From and still verifies; no field stands there too often. */
    AS_SEALED,
    /** The key of its message signature could not be had now. */
    KEY_UNAVAILABLE,
    /** Somebody has altered the message or added to it, or it was never bound to its author. */
    ALTERED
  }
}
