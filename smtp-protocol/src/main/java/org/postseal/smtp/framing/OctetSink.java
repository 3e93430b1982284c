package org.postseal.smtp.framing;

/** Takes slices of octets. A slice is only valid during the call. */
@FunctionalInterface
public interface OctetSink<X extends Exception> {
  void accept(byte[] octets, int offset, int length) throws X;
}
