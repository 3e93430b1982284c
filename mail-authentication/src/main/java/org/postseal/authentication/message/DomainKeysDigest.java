package org.postseal.authentication.message;

import java.util.Arrays;

/**
 * The SHA-1 digest that one DomainKey-Signature covers: selected header fields and body in one hash
 * (RFC 4870 §3.4).
 *
 * @param fieldIndex position of the DomainKey-Signature among the header fields, from the top
 * @param hash the digest; not copied, and not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record DomainKeysDigest(int fieldIndex, byte[] hash) {

  @Override
  public boolean equals(Object other) {
    return other instanceof DomainKeysDigest digest
        && fieldIndex == digest.fieldIndex
        && Arrays.equals(hash, digest.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }
}
