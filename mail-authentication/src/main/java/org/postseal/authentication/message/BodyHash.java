package org.postseal.authentication.message;

import java.security.MessageDigest;

/** One digest in the making; takes no more than the octets its {@code l=} names. */
final class BodyHash implements CanonicalBody.Sink {
  private final BodyDigestSpec spec;
  private final MessageDigest digest;
  private long remaining;

  BodyHash(BodyDigestSpec spec) {
    this.spec = spec;
    this.digest = spec.algorithm().newDigest();
    this.remaining = spec.length().orElse(Long.MAX_VALUE);
  }

  @Override
  public void update(byte[] octets, int offset, int length) {
    if (remaining <= 0) {
      return;
    }
    int taken = (int) Math.min(remaining, length);
    digest.update(octets, offset, taken);
    remaining -= taken;
  }

  BodyDigest finish(long canonicalLength) {
    return new BodyDigest(spec, digest.digest(), canonicalLength);
  }
}
