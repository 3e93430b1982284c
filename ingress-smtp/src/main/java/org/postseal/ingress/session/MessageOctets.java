package org.postseal.ingress.session;

import java.util.List;
import org.postseal.smtp.framing.OctetSink;

/**
 * The octets of a message as they are to be stored: new header fields, then what arrived, without
 * the fields that were deleted. Holds slices of the arrays the content arrived in, not a copy.
 */
public final class MessageOctets {

  /** A part of an array, which must not be changed. */
  public record Slice(byte[] octets, int offset, int length) {
    @Override
    public String toString() {
      return "Slice[length=" + length + "]";
    }
  }

  private final List<Slice> slices;
  private final long length;

  public MessageOctets(List<Slice> slices) {
    this.slices = List.copyOf(slices);
    this.length = slices.stream().mapToLong(Slice::length).sum();
  }

  /** In octets. */
  public long length() {
    return length;
  }

  /** In order; together they are the message. */
  public List<Slice> slices() {
    return slices;
  }

  public <X extends Exception> void forEach(OctetSink<X> sink) throws X {
    for (var slice : slices) {
      sink.accept(slice.octets(), slice.offset(), slice.length());
    }
  }

  /** A copy of {@code count} octets from {@code from} on: what goes into one record. */
  public byte[] copyOfRange(long from, int count) {
    var copy = new byte[count];
    int filled = 0;
    long start = 0;
    for (var slice : slices) {
      long skip = Math.max(0, from + filled - start);
      if (filled < count && skip < slice.length()) {
        int part = (int) Math.min(count - filled, slice.length() - skip);
        System.arraycopy(slice.octets(), slice.offset() + (int) skip, copy, filled, part);
        filled += part;
      }
      start += slice.length();
    }
    if (filled < count) {
      throw new IndexOutOfBoundsException("beyond the message");
    }
    return copy;
  }

  @Override
  public String toString() {
    return "MessageOctets[length=" + length + "]";
  }
}
