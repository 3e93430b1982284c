package org.postseal.smtpclient;

/** How far a mail exchanger has proven that it speaks for a domain's mail. */
public enum HostProof {
  /** Not at all: in the clear. */
  CLEAR,
  /** TLS with whoever answered. */
  TLS,
  /**
   * A certificate of a trusted authority (RFC 5280) that names the mail domain itself, or that
   * names the host and the domain's enforced MTA-STS policy lists it (RFC 8461 §4.1).
   */
  NAMED,
  /** MX, addresses and TLSA records proven by DNSSEC, and a certificate that fits (RFC 7672). */
  DANE
}
