package org.postseal.accounts.sasl;

/** By what an account can be recognised. Which mechanisms are announced follows from it. */
public enum Evidence {
  /** The password itself. */
  PASSWORD,
  /** A proof by the keys of SCRAM-SHA-256; every account has them. */
  SCRAM_KEYS,
  /** A token that somebody else issued (RFC 6750). */
  TOKEN,
  /** The name in a client certificate that TLS has verified. */
  CERTIFICATE
}
