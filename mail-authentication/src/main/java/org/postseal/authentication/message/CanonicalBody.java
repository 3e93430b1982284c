package org.postseal.authentication.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A body being canonicalized and hashed while it streams in. What it keeps does not grow with the
 * body: a count of line ends held back, a few flags, and one buffer that gathers short runs, since
 * a digest has a price per call.
 */
abstract sealed class CanonicalBody permits SimpleBody, RelaxedBody {
  private static final int GATHERED = 4096;
  private static final int LONG_RUN = 512;

  private final List<BodyHash> hashes = new ArrayList<>();
  private final byte[] gathered = new byte[GATHERED];
  private int gatheredLength;
  private long length;

  static CanonicalBody of(Canonicalization canonicalization) {
    return switch (canonicalization) {
      case SIMPLE -> new SimpleBody();
      case RELAXED -> new RelaxedBody();
    };
  }

  void add(BodyHash hash) {
    hashes.add(hash);
  }

  abstract void update(byte[] octets, int from, int to);

  /** Emits what was held back, by the rules for the end of the body. */
  abstract void end();

  final List<BodyDigest> finish() {
    end();
    flushGathered();
    return hashes.stream().map(hash -> hash.finish(length)).toList();
  }

  final boolean isEmpty() {
    return length == 0;
  }

  final void emit(byte[] octets, int from, int to) {
    int count = to - from;
    length += count;
    if (count >= LONG_RUN) {
      flushGathered();
      hash(octets, from, count);
      return;
    }
    if (count > GATHERED - gatheredLength) {
      flushGathered();
    }
    System.arraycopy(octets, from, gathered, gatheredLength, count);
    gatheredLength += count;
  }

  final void emit(int octet) {
    length++;
    if (gatheredLength == GATHERED) {
      flushGathered();
    }
    gathered[gatheredLength++] = (byte) octet;
  }

  final void emitLineEnds(long count) {
    for (long i = 0; i < count; i++) {
      emit('\r');
      emit('\n');
    }
  }

  private void flushGathered() {
    if (gatheredLength > 0) {
      hash(gathered, 0, gatheredLength);
      gatheredLength = 0;
    }
  }

  private void hash(byte[] octets, int from, int count) {
    for (BodyHash hash : hashes) {
      hash.update(octets, from, count);
    }
  }
}
