package org.postseal.authentication.dns;

/**
 * Whether an answer was proven by DNSSEC. A bogus answer has no status: it is {@link
 * DnsAnswer.Unavailable}.
 */
public enum DnssecStatus {
  /** A validating resolver that we trust set the AD bit (RFC 4035 §3.2.3). */
  SECURE,
  /** Unsigned, or nobody we trust has validated it. */
  NOT_PROVEN
}
