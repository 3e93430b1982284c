package org.postseal.authentication.dmarc;

/** Whether a policy is meant, RFC 9989 §4.7 {@code t}. */
public enum TestMode {
  /** {@code t=y}: one level below is to be applied. */
  TESTING,
  /** {@code t=n}, and where nothing is said. */
  IN_FORCE
}
