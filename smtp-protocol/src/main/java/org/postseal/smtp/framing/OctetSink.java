package org.postseal.smtp.framing;

/** Takes slices of octets. A slice is only valid during the call. */
@FunctionalInterface
public interface OctetSink<X extends Exception> {
  /**
   * Takes {@code length} octets from {@code offset} on.
   *
   * @throws X what the sink fails with; it passes through whoever hands the octets on
   */
  void accept(byte[] octets, int offset, int length) throws X;
}
