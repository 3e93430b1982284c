package org.postseal.authentication.message;

import java.util.ArrayList;
import java.util.List;

/**
 * A body being canonicalized and hashed while it streams in. What it keeps does not grow with the
 * body: a count of line ends held back, a few flags, and one buffer that gathers short runs, since
 * a digest has a price per call.
 */
abstract sealed class CanonicalBody permits SimpleBody, RelaxedBody, NofwsBody {
  private static final int GATHERED = 4096;
  private static final int LONG_RUN = 512;

  private final List<Sink> sinks = new ArrayList<>();
  private byte[] gathered = new byte[0];
  private int gatheredLength;
  private long length;

  /** Takes the canonical octets. */
  interface Sink {
    void update(byte[] octets, int offset, int length);
  }

  static CanonicalBody of(Canonicalization canonicalization) {
    return switch (canonicalization) {
      case SIMPLE -> new SimpleBody(SimpleBody.Empty.ONE_LINE_END);
      case RELAXED -> new RelaxedBody();
    };
  }

  final void add(Sink sink) {
    sinks.add(sink);
  }

  abstract void update(byte[] octets, int from, int to);

  /** Emits what was held back, by the rules for the end of the body. */
  abstract void end();

  /** Ends the body and returns the octets of its canonical form. */
  final long finish() {
    end();
    flushGathered();
    return length;
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
    requireRoom(count);
    System.arraycopy(octets, from, gathered, gatheredLength, count);
    gatheredLength += count;
  }

  final void emit(int octet) {
    length++;
    requireRoom(1);
    gathered[gatheredLength++] = (byte) octet;
  }

  final void emitLineEnds(long count) {
    for (long i = 0; i < count; i++) {
      emit('\r');
      emit('\n');
    }
  }

  private void requireRoom(int count) {
    if (gathered.length == 0) {
      gathered = new byte[GATHERED];
    } else if (count > GATHERED - gatheredLength) {
      flushGathered();
    }
  }

  private void flushGathered() {
    if (gatheredLength > 0) {
      hash(gathered, 0, gatheredLength);
      gatheredLength = 0;
    }
  }

  private void hash(byte[] octets, int from, int count) {
    for (Sink sink : sinks) {
      sink.update(octets, from, count);
    }
  }
}
