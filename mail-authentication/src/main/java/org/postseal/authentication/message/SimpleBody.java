package org.postseal.authentication.message;

/**
 * RFC 6376 §3.4.3: empty lines at the end are ignored; a body that is empty or does not end with
 * CRLF gets one.
 */
final class SimpleBody extends CanonicalBody {
  private final Empty empty;
  private long heldLineEnds;
  private boolean heldCr;

  /** What an empty body is in canonical form. */
  enum Empty {
    /** DKIM (RFC 6376 §3.4.3). */
    ONE_LINE_END,
    /** DomainKeys (RFC 4870 §3.4.2.1). */
    NOTHING
  }

  SimpleBody(Empty empty) {
    this.empty = empty;
  }

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
    if (!isEmpty() || empty == Empty.ONE_LINE_END) {
      emitLineEnds(1);
    }
  }

  private void flushLineEnds() {
    emitLineEnds(heldLineEnds);
    heldLineEnds = 0;
  }
}
