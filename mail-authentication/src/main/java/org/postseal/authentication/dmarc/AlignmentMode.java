package org.postseal.authentication.dmarc;

/** How close an authenticated domain must be to the author domain, RFC 9989 §4.7. */
public enum AlignmentMode {
  /** The same organizational domain. */
  RELAXED,
  /** The same domain. */
  STRICT
}
