package org.postseal.smtp.framing;

/**
 * The client's half of transparency (RFC 5321 §4.5.2): doubles the dot that begins a line and ends
 * the content, in any chunking, handing on slices of the octets it was fed.
 *
 * <p>It changes nothing else. In particular it does not repair bare CR or LF; content that has them
 * is never accepted by our own servers.
 */
public final class TransparencyWriter {
  private static final byte[] DOT = {'.'};
  private static final byte[] END = {'\r', '\n', '.', '\r', '\n'};

  /** Where in a line the content fed so far ends. */
  private enum State {
    LINE_START,
    IN_LINE,
    AFTER_CR
  }

  private State state = State.LINE_START;

  /** For one content. */
  public TransparencyWriter() {}

  /**
   * Takes the next octets of the content and hands them on, dots doubled.
   *
   * @throws X what the sink throws
   */
  public <X extends Exception> void feed(byte[] octets, int offset, int length, OctetSink<X> sink)
      throws X {
    int end = offset + length;
    int from = offset;
    int at = offset;
    while (at < end) {
      switch (state) {
        case LINE_START -> {
          if (octets[at] == '.') {
            if (at > from) {
              sink.accept(octets, from, at - from);
            }
            from = at;
            sink.accept(DOT, 0, 1);
          }
          state = State.IN_LINE;
        }
        case IN_LINE -> {
          at = LineEnds.indexOf(octets, at, end);
          if (at < end) {
            state = octets[at] == '\r' ? State.AFTER_CR : State.IN_LINE;
            at++;
          }
        }
        case AFTER_CR -> {
          if (octets[at] == '\n') {
            at++;
            state = State.LINE_START;
          } else {
            state = State.IN_LINE;
          }
        }
      }
    }
    if (end > from) {
      sink.accept(octets, from, end - from);
    }
  }

  /** Ends the content, with a CRLF before the dot unless the content already ended in one. */
  public <X extends Exception> void finish(OctetSink<X> sink) throws X {
    int from = state == State.LINE_START ? 2 : 0;
    sink.accept(END, from, END.length - from);
  }
}
