package org.postseal.authentication.message;

/**
 * RFC 6376 §3.4.4: white space at the end of a line is ignored, other runs of it become one space,
 * empty lines at the end are ignored; a body that is not empty and does not end with CRLF gets one.
 *
 * <p>Most mail is canonical already but for few places. So the octets are searched (see {@link
 * OctetScan}) for the end of the longest run that canonicalizes to itself, and the run is hashed
 * where it lies.
 */
final class RelaxedBody extends CanonicalBody {
  private long heldLineEnds;
  private boolean heldSpace;
  private boolean heldCr;

  @Override
  void update(byte[] octets, int from, int to) {
    int at = from;
    while (at < to) {
      byte octet = octets[at];
      if (heldCr) {
        heldCr = false;
        if (octet == '\n') {
          heldSpace = false;
          heldLineEnds++;
          at++;
          continue;
        }
        flushHeld();
        emit('\r');
      }
      if (HeaderSection.isWsp(octet)) {
        heldSpace = true;
        at++;
      } else if (octet == '\r') {
        heldCr = true;
        at++;
      } else {
        flushHeld();
        int end = endOfCanonicalRun(octets, at, to);
        emit(octets, at, end);
        at = end;
      }
    }
  }

  @Override
  void end() {
    if (heldCr) {
      flushHeld();
      emit('\r');
    }
    if (!isEmpty()) {
      emitLineEnds(1);
    }
  }

  private void flushHeld() {
    emitLineEnds(heldLineEnds);
    heldLineEnds = 0;
    if (heldSpace) {
      emit(' ');
      heldSpace = false;
    }
  }

  /** The run begins with an octet that is neither white space nor CR. */
  private static int endOfCanonicalRun(byte[] octets, int from, int to) {
    int at = from;
    while (true) {
      at = OctetScan.nextSuspect(octets, at, to);
      if (at == to) {
        return to;
      }
      int next =
          switch (octets[at]) {
            case ' ' -> afterSingleSpace(octets, at, to);
            case '\t' -> at;
            case '\r' -> afterLineEnds(octets, at, to);
            default -> at + 1;
          };
      if (next == at) {
        return at;
      }
      at = next;
    }
  }

  /** Behind a space that stands alone within a line, else {@code at}. */
  private static int afterSingleSpace(byte[] octets, int at, int to) {
    boolean alone = at + 1 < to && !HeaderSection.isWsp(octets[at + 1]) && octets[at + 1] != '\r';
    return alone ? at + 1 : at;
  }

  /**
   * Behind line ends (or a bare CR) that an octet follows which stays as it is, else {@code at}.
   */
  private static int afterLineEnds(byte[] octets, int at, int to) {
    int behind = at;
    while (behind + 1 < to && octets[behind] == '\r' && octets[behind + 1] == '\n') {
      behind += 2;
    }
    if (behind == at) {
      boolean bareCr =
          at + 1 < to && octets[at + 1] != '\r' && !HeaderSection.isWsp(octets[at + 1]);
      return bareCr ? at + 1 : at;
    }
    if (behind < to && octets[behind] == ' ') {
      int afterSpace = afterSingleSpace(octets, behind, to);
      return afterSpace == behind ? at : afterSpace;
    }
    boolean goesOn = behind < to && octets[behind] != '\r' && !HeaderSection.isWsp(octets[behind]);
    return goesOn ? behind : at;
  }
}
