package org.postseal.authentication.dkim;

import org.postseal.authentication.taglist.TagList;

/**
 * What a Verifier takes for good enough.
 *
 * @param minimumRsaBits smaller RSA keys make a valid signature a failure
 * @param sha1 whether rsa-sha1 is verified at all
 * @param signatures so many signatures are looked at, top first; the others fail for being too many
 * @param tags a signature with more tags is malformed
 * @param operations so many public-key operations one message may cost, over DKIM, DomainKeys and
 *     ARC; see {@link OperationBudget}
 */
public record VerifierSettings(
    int minimumRsaBits, Sha1 sha1, int signatures, int tags, int operations) {
  /** RSA from 1024 bits, no rsa-sha1 (RFC 8301), 20 signatures of 64 tags. */
  public static final VerifierSettings DEFAULT = new VerifierSettings(1024, Sha1.REFUSED, 20);

  /** The default number of tags and operations. */
  public VerifierSettings(int minimumRsaBits, Sha1 sha1, int signatures) {
    this(minimumRsaBits, sha1, signatures, TagList.MAX_TAGS);
  }

  /** The default number of operations. */
  public VerifierSettings(int minimumRsaBits, Sha1 sha1, int signatures, int tags) {
    this(minimumRsaBits, sha1, signatures, tags, OperationBudget.DEFAULT);
  }

  /** Whether signatures with SHA-1 are taken. */
  public enum Sha1 {
    /** None, as RFC 8301 §3.1 wants it. */
    REFUSED,
    /** They are, for mail of the time before that. */
    ALLOWED
  }
}
