package org.postseal.smtp.framing;

import java.util.Optional;

/**
 * Takes in content that comes in chunks whose length is told beforehand (RFC 3030), handing on
 * slices of the octets it was fed.
 *
 * <p>Chunks need no transparency and could hold anything. Yet what cannot go on through DATA
 * unchanged cannot go on: a bare CR or LF, a line beyond the limit or with NUL in front is a defect
 * here too. The first one is kept; lines go across chunks. A last line without CRLF is none: many
 * programs send it so, and {@link #lacksLineEnd} says that it has to be completed.
 */
public final class ChunkFramer {
  private final int lineLimit;
  private long remaining;
  private boolean last;
  private boolean afterCr;
  private long lineLength;
  private Optional<ContentDefect> defect = Optional.empty();

  /**
   * @param lineLimit the most octets a line may have, with its CRLF
   */
  public ChunkFramer(int lineLimit) {
    this.lineLimit = lineLimit;
  }

  /** The next chunk: its octets, and whether the content ends with it. */
  public void begin(long octets, boolean isLast) {
    if (!isChunkComplete() || last) {
      throw new IllegalStateException("no chunk is awaited");
    }
    remaining = octets;
    last = isLast;
    noteTheEnd();
  }

  /** Takes octets up to the end of the chunk and returns how many of them those were. */
  public <X extends Exception> int feed(byte[] octets, int offset, int length, OctetSink<X> sink)
      throws X {
    int taken = (int) Math.min(length, remaining);
    if (taken > 0) {
      look(octets, offset, offset + taken);
      remaining -= taken;
      sink.accept(octets, offset, taken);
      noteTheEnd();
    }
    return taken;
  }

  private void look(byte[] octets, int start, int end) {
    int at = start;
    if (afterCr) {
      afterCr = false;
      at += lineEnd(octets[at]);
    }
    while (at < end) {
      if (lineLength == 0 && octets[at] == 0) {
        note(ContentDefect.NUL_AT_LINE_START);
      }
      int found = LineEnds.indexOf(octets, at, end);
      lineLength += found - at;
      if (lineLength + 2 > lineLimit) {
        note(ContentDefect.LINE_TOO_LONG);
      }
      if (found == end) {
        return;
      }
      at = found + 1;
      if (octets[found] == '\n') {
        lineLength++;
        note(ContentDefect.BARE_LF);
      } else if (at == end) {
        afterCr = true;
      } else {
        at += lineEnd(octets[at]);
      }
    }
  }

  /** After a CR: 1 if {@code octet} ends the line with it, 0 if the CR was a bare one. */
  private int lineEnd(byte octet) {
    if (octet == '\n') {
      lineLength = 0;
      return 1;
    }
    note(ContentDefect.BARE_CR);
    lineLength++;
    return 0;
  }

  private void noteTheEnd() {
    if (isComplete() && afterCr) {
      note(ContentDefect.BARE_CR);
    }
  }

  /** Whether all octets of the chunk were seen. */
  public boolean isChunkComplete() {
    return remaining == 0;
  }

  /** Whether all octets of the last chunk were seen. */
  public boolean isComplete() {
    return last && isChunkComplete();
  }

  /** Whether the content has ended within a line. */
  public boolean lacksLineEnd() {
    return isComplete() && lineLength > 0 && !afterCr;
  }

  /** The first thing that was wrong. */
  public Optional<ContentDefect> defect() {
    return defect;
  }

  private void note(ContentDefect found) {
    if (defect.isEmpty()) {
      defect = Optional.of(found);
    }
  }
}
