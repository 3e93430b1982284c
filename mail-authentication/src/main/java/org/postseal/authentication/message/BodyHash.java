package org.postseal.authentication.message;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digests of a canonical body by one algorithm, in the making: of the whole, and of its first
 * octets wherever an {@code l=} ends. The octets are hashed once, whatever the number of lengths.
 */
final class BodyHash implements CanonicalBody.Sink {
  private static final long WHOLE = Long.MAX_VALUE;

  private final MessageDigest digest;
  private final TreeMap<Long, BodyDigestSpec> open = new TreeMap<>();
  private final List<Finished> finished = new ArrayList<>();
  private long hashed;

  /** A digest that needs no more octets. */
  private record Finished(BodyDigestSpec spec, byte[] hash) {}

  BodyHash(HashAlgorithm algorithm) {
    this.digest = algorithm.newDigest();
  }

  /** Before the first octet. */
  void add(BodyDigestSpec spec) {
    open.put(spec.length().orElse(WHOLE), spec);
  }

  @Override
  public void update(byte[] octets, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && !open.isEmpty()) {
      long wanted = open.firstKey() - hashed;
      int taken = (int) Math.min(wanted, end - at);
      digest.update(octets, at, taken);
      hashed += taken;
      at += taken;
      if (taken == wanted) {
        finished.add(new Finished(open.pollFirstEntry().getValue(), soFar()));
      }
    }
  }

  /** A length beyond the body is the whole body; the Verifier judges that. */
  List<BodyDigest> finish(long canonicalLength) {
    byte[] whole = digest.digest();
    for (Map.Entry<Long, BodyDigestSpec> left : open.entrySet()) {
      finished.add(new Finished(left.getValue(), whole));
    }
    return finished.stream()
        .map(one -> new BodyDigest(one.spec(), one.hash(), canonicalLength))
        .toList();
  }

  private byte[] soFar() {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java platform cannot copy a digest", e);
    }
  }
}
