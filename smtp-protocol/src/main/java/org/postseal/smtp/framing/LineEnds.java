package org.postseal.smtp.framing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for CR and LF eight octets at a time. */
final class LineEnds {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long ALL_CR = LOW_BITS * '\r';
  private static final long ALL_LF = LOW_BITS * '\n';

  private LineEnds() {}

  /** The index of the first CR or LF in {@code from..end}, or {@code end}. */
  static int indexOf(byte[] octets, int from, int end) {
    int at = from;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long word = (long) LONG.get(octets, at);
      long found = zeroes(word ^ ALL_CR) | zeroes(word ^ ALL_LF);
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    for (; at < end; at++) {
      if (octets[at] == '\r' || octets[at] == '\n') {
        return at;
      }
    }
    return end;
  }

  /**
   * The high bit of each octet that is zero. Octets above the lowest zero may be marked wrongly,
   * the lowest mark is always right, and only that one is used.
   */
  private static long zeroes(long word) {
    return (word - LOW_BITS) & ~word & HIGH_BITS;
  }
}
