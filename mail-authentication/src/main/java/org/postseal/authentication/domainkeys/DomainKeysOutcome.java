package org.postseal.authentication.domainkeys;

/** How the verification of one DomainKey-Signature ended, best first. */
public enum DomainKeysOutcome {
  /** Valid. */
  SUCCESS,
  /** Valid, but the key is smaller than 512 bits (RFC 4870 §3.2.2). */
  KEY_TOO_SMALL,
  /** The signature does not fit the message and the key. */
  MISMATCH,
  /** Not computed: the key is too large, or the message has cost as much as it may. */
  BEYOND_LIMITS,
  /** The key record could not be had now. */
  KEY_UNAVAILABLE,
  /** The field, the key record or the sending address is not as RFC 4870 wants it. */
  DEFECTIVE,
  /** There is no DomainKey-Signature. */
  NO_SIGNATURE
}
