package org.postseal.following;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Which offsets of one partition are finished: all below {@link #base}, and some runs beyond it. A
 * value; every change makes another.
 *
 * <p>The base is what Kafka calls the committed offset. The runs travel as text in the commit's
 * metadata: the lengths of what is open and what is finished, alternately, as variable-length
 * numbers in Base64. Kafka takes 4,096 octets of it ({@code offset.metadata.max.bytes}). With at
 * most {@value #MOST_OPEN} offsets open there are at most that many runs, so that it always fits as
 * long as runs are shorter than 2 <sup>28</sup> records.
 */
public final class FinishedOffsets {
  /** With no more offsets open than this the text fits into a commit's metadata. */
  public static final int MOST_OPEN = 512;

  private static final int MOST_TEXT = 4000;
  private static final int SEVEN_BITS = 7;

  private final long base;

  /** From (inclusive) and to (exclusive) of each run, ascending, none touching the next. */
  private final long[] runs;

  private FinishedOffsets(long base, long[] runs) {
    this.base = base;
    this.runs = runs;
  }

  /** All below are finished, and none beyond. */
  public static FinishedOffsets below(long base) {
    return new FinishedOffsets(base, new long[0]);
  }

  /** The first offset that is not finished. */
  public long base() {
    return base;
  }

  /** How many runs there are beyond the base. */
  public int runs() {
    return runs.length / 2;
  }

  /** The end of the last run; the base if there is none. */
  public long end() {
    return runs.length == 0 ? base : runs[runs.length - 1];
  }

  /** Whether this offset is finished. */
  public boolean contains(long offset) {
    if (offset < base) {
      return true;
    }
    int at = Arrays.binarySearch(runs, offset);
    // a run's own beginning is at an even place; between beginning and end the insertion is odd
    return at >= 0 ? at % 2 == 0 : (-at - 1) % 2 == 1;
  }

  /** With this offset finished too. */
  public FinishedOffsets with(long offset) {
    return with(offset, offset + 1);
  }

  /** With all from the first to before the second finished too. */
  public FinishedOffsets with(long from, long to) {
    if (to <= base || from >= to) {
      return this;
    }
    int first = 0; // runs before it end before the new one begins
    while (first < runs.length && runs[first + 1] < from) {
      first += 2;
    }
    int after = first; // runs from it on begin after the new one ends
    long begin = from;
    long end = to;
    while (after < runs.length && runs[after] <= to) {
      begin = Math.min(begin, runs[after]);
      end = Math.max(end, runs[after + 1]);
      after += 2;
    }
    if (begin <= base) {
      return new FinishedOffsets(end, Arrays.copyOfRange(runs, after, runs.length));
    }
    var more = new long[first + 2 + runs.length - after];
    System.arraycopy(runs, 0, more, 0, first);
    more[first] = begin;
    more[first + 1] = end;
    System.arraycopy(runs, after, more, first + 2, runs.length - after);
    return new FinishedOffsets(base, more);
  }

  /** With all that the other one knows to be finished too. */
  public FinishedOffsets with(FinishedOffsets other) {
    var both = with(Long.MIN_VALUE, other.base);
    for (int i = 0; i < other.runs.length; i += 2) {
      both = both.with(other.runs[i], other.runs[i + 1]);
    }
    return both;
  }

  /** The runs, for a commit's metadata. Runs that do not fit are left out: they are done again. */
  public String text() {
    var octets = ByteBuffer.allocate(MOST_TEXT * 3 / 4);
    long before = base;
    for (int i = 0; i < runs.length; i += 2) {
      if (octets.remaining() < 2 * (Long.SIZE / SEVEN_BITS + 1)) {
        break;
      }
      put(octets, runs[i] - before);
      put(octets, runs[i + 1] - runs[i]);
      before = runs[i + 1];
    }
    return new String(
        Base64.getEncoder().encode(Arrays.copyOf(octets.array(), octets.position())),
        StandardCharsets.US_ASCII);
  }

  private static void put(ByteBuffer octets, long number) {
    long left = number;
    while (left > 0x7F) {
      octets.put((byte) ((left & 0x7F) | 0x80));
      left >>>= SEVEN_BITS;
    }
    octets.put((byte) left);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it did not write that
   */
  public static FinishedOffsets of(long base, String text) {
    var octets = ByteBuffer.wrap(Base64.getDecoder().decode(text));
    var finished = below(base);
    long before = base;
    while (octets.hasRemaining()) {
      long from = Math.addExact(before, positive(octets));
      long to = Math.addExact(from, positive(octets));
      finished = finished.with(from, to);
      before = to;
    }
    return finished;
  }

  private static long positive(ByteBuffer octets) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE - 1 && octets.hasRemaining(); shift += SEVEN_BITS) {
      int octet = octets.get();
      number |= (long) (octet & 0x7F) << shift;
      if (octet >= 0) {
        if (number <= 0) {
          break;
        }
        return number;
      }
    }
    throw new IllegalArgumentException("not a set of finished offsets");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FinishedOffsets that
        && base == that.base
        && Arrays.equals(runs, that.runs);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(base) * 31 + Arrays.hashCode(runs);
  }

  @Override
  public String toString() {
    var text = new StringBuilder("<").append(base);
    for (int i = 0; i < runs.length; i += 2) {
      text.append(' ').append(runs[i]).append('-').append(runs[i + 1] - 1);
    }
    return text.toString();
  }
}
