package org.postseal.authentication.spf;

/** What a matching mechanism means, RFC 7208 §4.6.2. */
public enum Qualifier {
  /** {@code +}, and where nothing is written. */
  PASS,
  /** {@code -}. */
  FAIL,
  /** {@code ~}. */
  SOFTFAIL,
  /** {@code ?}. */
  NEUTRAL
}
