package org.postseal.authentication.message;

import java.util.Arrays;

/**
 * The digest of a canonical body.
 *
 * @param hash the digest; not copied, and not to be changed
 * @param canonicalLength octets of the whole canonical body, so that {@code l=} can be judged
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record BodyDigest(BodyDigestSpec spec, byte[] hash, long canonicalLength) {

  @Override
  public boolean equals(Object other) {
    return other instanceof BodyDigest digest
        && spec.equals(digest.spec)
        && canonicalLength == digest.canonicalLength
        && Arrays.equals(hash, digest.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }
}
