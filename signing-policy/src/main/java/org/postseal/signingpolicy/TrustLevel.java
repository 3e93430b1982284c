package org.postseal.signingpolicy;

/**
 * How far a statement can be trusted, by how the host that made it was found and proved itself.
 * Every statement is kept together with its level.
 */
public enum TrustLevel {
  /** In clear, or over a path nobody knows: it says nothing. */
  T0,
  /**
   * Over TLS, but anybody could have answered: a certificate of whoever, a host name from insecure
   * DNS. It can be reported, and decides nothing.
   */
  T1,
  /**
   * A certificate, valid by PKIX, that names the mail domain itself; or one that names a host which
   * an enforced MTA-STS policy of the domain lists (RFC 8461); or the HTTPS twin.
   */
  T2,
  /** MX and TLSA records proven by DNSSEC, and a certificate that fits them (RFC 7672). */
  T3;

  /** Whether a statement of this level may make a message pass or fail. */
  public boolean decides() {
    return this == T2 || this == T3;
  }
}
