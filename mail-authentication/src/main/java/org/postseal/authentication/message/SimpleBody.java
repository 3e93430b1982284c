package org.postseal.authentication.message;

/**
 * RFC 6376 §3.4.3: empty lines at the end are ignored; a body that is empty or does not end with
 * CRLF gets one.
 */
final class SimpleBody extends CanonicalBody {
  private long heldLineEnds;
  private boolean heldCr;

  @Override
  void update(byte[] octets, int from, int to) {
    int start = from;
    if (heldCr && start < to) {
      heldCr = false;
      if (octets[start] == '\n') {
        heldLineEnds++;
        start++;
      } else {
        flushLineEnds();
        emit('\r');
      }
    }
    int end = to;
    boolean endsWithCr = end > start && octets[end - 1] == '\r';
    if (endsWithCr) {
      end--;
    }
    long lineEnds = 0;
    while (end - start >= 2 && octets[end - 1] == '\n' && octets[end - 2] == '\r') {
      end -= 2;
      lineEnds++;
    }
    if (end > start) {
      flushLineEnds();
      emit(octets, start, end);
    }
    heldLineEnds += lineEnds;
    heldCr = endsWithCr || (heldCr && start == to);
  }

  @Override
  void end() {
    if (heldCr) {
      flushLineEnds();
      emit('\r');
    }
    emitLineEnds(1);
  }

  private void flushLineEnds() {
    emitLineEnds(heldLineEnds);
    heldLineEnds = 0;
  }
}
