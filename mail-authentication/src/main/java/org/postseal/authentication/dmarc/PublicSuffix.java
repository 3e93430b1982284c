package org.postseal.authentication.dmarc;

/** What a record says with {@code psd}, RFC 9989 §4.7. */
public enum PublicSuffix {
  /** {@code y}: the domain is a public suffix, organizational domains lie below it. */
  YES,
  /** {@code n}: the domain is an organizational domain. */
  NO,
  /** {@code u}, and where nothing is said: the tree walk finds out. */
  UNSAID
}
