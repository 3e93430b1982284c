package org.postseal.authentication.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches octets for those that end a run, eight at a time: each octet is a byte of a long, and
 * seven of its bits cannot carry into its neighbour.
 */
final class OctetScan {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = ~HIGH_BITS;

  /** Added to the low bits of a byte, these carry into its high bit from 0x21, 0x20 and 1 on. */
  private static final long BEYOND_SPACE = 0x5F5F5F5F5F5F5F5FL;

  private static final long FROM_SPACE = 0x6060606060606060L;
  private static final long FROM_ONE = LOW_BITS;

  private static final long CARRIAGE_RETURNS = 0x0D0D0D0D0D0D0D0DL;

  private OctetScan() {}

  /**
   * Offset of the next control character, or of the next space with a space or control character
   * behind it, or {@code to}; of any space in the last eight octets.
   */
  static int nextSuspect(byte[] octets, int from, int to) {
    int at = from;
    while (at + Long.BYTES < to) {
      long eight = (long) LONGS.get(octets, at);
      long behind = (long) LONGS.get(octets, at + 1);
      long inWord = beyondSpace(eight) | beyondSpace(behind);
      long found = ~(fromSpace(eight) & inWord) & HIGH_BITS;
      if (found != 0) {
        return at + firstOf(found);
      }
      at += Long.BYTES;
    }
    return slowNextSpaceOrControl(octets, at, to);
  }

  /** Offset of the next octet below 0x21, or {@code to}. */
  static int nextSpaceOrControl(byte[] octets, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to) {
      long found = ~beyondSpace((long) LONGS.get(octets, at)) & HIGH_BITS;
      if (found != 0) {
        return at + firstOf(found);
      }
      at += Long.BYTES;
    }
    return slowNextSpaceOrControl(octets, at, to);
  }

  /** Offset of the next CR, or {@code to}. */
  static int nextCarriageReturn(byte[] octets, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to) {
      long differences = (long) LONGS.get(octets, at) ^ CARRIAGE_RETURNS;
      long found = ~(((differences & LOW_BITS) + FROM_ONE) | differences) & HIGH_BITS;
      if (found != 0) {
        return at + firstOf(found);
      }
      at += Long.BYTES;
    }
    while (at < to && octets[at] != '\r') {
      at++;
    }
    return at;
  }

  private static int slowNextSpaceOrControl(byte[] octets, int from, int to) {
    int at = from;
    while (at < to && (octets[at] < 0 || octets[at] > ' ')) {
      at++;
    }
    return at;
  }

  /** The high bit of each byte that is 0x21 or more. */
  private static long beyondSpace(long eight) {
    return ((eight & LOW_BITS) + BEYOND_SPACE) | eight;
  }

  /** The high bit of each byte that is 0x20 or more. */
  private static long fromSpace(long eight) {
    return ((eight & LOW_BITS) + FROM_SPACE) | eight;
  }

  private static int firstOf(long highBits) {
    return Long.numberOfTrailingZeros(highBits) >>> 3;
  }
}
