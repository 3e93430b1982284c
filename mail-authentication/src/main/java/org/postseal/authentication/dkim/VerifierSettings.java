package org.postseal.authentication.dkim;

/**
 * What a Verifier takes for good enough.
 *
 * @param minimumRsaBits smaller RSA keys make a valid signature a failure
 * @param sha1 whether rsa-sha1 is verified at all
 * @param signatures so many signatures are looked at, top first
 */
public record VerifierSettings(int minimumRsaBits, Sha1 sha1, int signatures) {
  /** RSA from 1024 bits, no rsa-sha1 (RFC 8301), 20 signatures. */
  public static final VerifierSettings DEFAULT = new VerifierSettings(1024, Sha1.REFUSED, 20);

  /** Whether signatures with SHA-1 are taken. */
  public enum Sha1 {
    /** None, as RFC 8301 §3.1 wants it. */
    REFUSED,
    /** They are, for mail of the time before that. */
    ALLOWED
  }
}
