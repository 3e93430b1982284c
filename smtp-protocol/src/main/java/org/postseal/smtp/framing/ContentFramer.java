package org.postseal.smtp.framing;

import java.util.Optional;

/**
 * Finds the end of the content after DATA and removes transparency (RFC 5321 §4.5.2), in any
 * chunking, handing on slices of the octets it was fed.
 *
 * <p>Only {@code CRLF . CRLF} ends the content, where the CRLF that ended the DATA command counts
 * as the first. A bare CR or LF never begins a line, so no other writing of a dot ends anything;
 * the first such defect is kept, and a server must refuse the content once it has ended.
 */
public final class ContentFramer {
  private static final byte[] CR = {'\r'};

  /** Where in a line the framer stands. */
  private enum State {
    LINE_START,
    IN_LINE,
    AFTER_CR,
    AFTER_DOT,
    AFTER_DOT_CR,
    COMPLETE
  }

  private final int lineLimit;
  private State state = State.LINE_START;
  private long lineLength;
  private Optional<ContentDefect> defect = Optional.empty();

  /**
   * @param lineLimit the most octets a line may have, with its CRLF and without the dot that
   *     transparency added
   */
  public ContentFramer(int lineLimit) {
    this.lineLimit = lineLimit;
  }

  /** Takes octets up to the end of the content and returns how many of them those were. */
  public <X extends Exception> int feed(byte[] octets, int offset, int length, OctetSink<X> sink)
      throws X {
    int end = offset + length;
    int at = offset;
    int from = offset;
    while (at < end && state != State.COMPLETE) {
      switch (state) {
        case LINE_START -> {
          lineLength = 0;
          state = State.IN_LINE;
          if (octets[at] == '.') {
            handOn(octets, from, at, sink);
            from = ++at;
            state = State.AFTER_DOT;
          } else {
            checkStart(octets[at]);
          }
        }
        case IN_LINE -> at = scan(octets, at, end);
        case AFTER_CR -> {
          state = State.LINE_START;
          if (octets[at] == '\n') {
            at++;
          } else {
            note(ContentDefect.BARE_CR);
            state = State.IN_LINE;
          }
        }
        case AFTER_DOT -> {
          state = State.IN_LINE;
          if (octets[at] == '\r') {
            from = ++at;
            state = State.AFTER_DOT_CR;
          } else {
            checkStart(octets[at]);
          }
        }
        case AFTER_DOT_CR -> {
          if (octets[at] == '\n') {
            from = ++at;
            state = State.COMPLETE;
          } else {
            note(ContentDefect.BARE_CR);
            sink.accept(CR, 0, 1);
            state = State.IN_LINE;
          }
        }
        case COMPLETE -> throw new IllegalStateException("the loop ends here");
      }
    }
    handOn(octets, from, at, sink);
    return at - offset;
  }

  /** Whether the end of the content was seen. */
  public boolean isComplete() {
    return state == State.COMPLETE;
  }

  /** The first thing that was wrong. */
  public Optional<ContentDefect> defect() {
    return defect;
  }

  /**
   * Passes over whole lines that begin with neither dot nor NUL; leaves where the state changes.
   */
  private int scan(byte[] octets, int start, int end) {
    int at = start;
    while (true) {
      int found = LineEnds.indexOf(octets, at, end);
      lineLength += found - at;
      if (lineLength + 2 > lineLimit) {
        note(ContentDefect.LINE_TOO_LONG);
      }
      if (found == end) {
        return end;
      }
      at = found + 1;
      if (octets[found] == '\n') {
        note(ContentDefect.BARE_LF);
      } else if (at + 1 < end && octets[at] == '\n' && isOrdinary(octets[at + 1])) {
        at++;
        lineLength = 0;
      } else {
        state = State.AFTER_CR;
        return at;
      }
    }
  }

  /** Whether a line may begin like this without a closer look. */
  private static boolean isOrdinary(byte octet) {
    return octet != '.' && octet != 0;
  }

  /** Of a line without its transparency: as a next hop will get it. */
  private void checkStart(byte octet) {
    if (octet == 0) {
      note(ContentDefect.NUL_AT_LINE_START);
    }
  }

  private void note(ContentDefect found) {
    if (defect.isEmpty()) {
      defect = Optional.of(found);
    }
  }

  private static <X extends Exception> void handOn(
      byte[] octets, int from, int to, OctetSink<X> sink) throws X {
    if (to > from) {
      sink.accept(octets, from, to - from);
    }
  }
}
