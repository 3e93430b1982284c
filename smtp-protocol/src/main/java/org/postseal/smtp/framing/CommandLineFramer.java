package org.postseal.smtp.framing;

import java.util.Arrays;

/**
 * Cuts command lines out of octets that arrive in any chunking. Only CRLF ends a line (RFC 5321
 * §2.3.8), and a line in which anything is wrong is never executed, not even in part.
 *
 * <p>A bare LF and a line beyond its limit are reported at once, because the client that sends them
 * may be waiting; what follows up to the next CRLF is dropped. A client that goes on like this is
 * told so for every bare LF and every {@value #PATIENCE} octets dropped, so that the session's
 * error limit ends it.
 */
public final class CommandLineFramer {
  private static final int PATIENCE = 65_536;

  private byte[] pending = new byte[0];
  private int pendingLength;
  private boolean afterCr;
  private boolean dropping;
  private long dropped;

  /** For one connection. */
  public CommandLineFramer() {}

  /** One step of framing; {@code consumed} octets of the input are done with. */
  public sealed interface Frame {}

  /**
   * A line without its CRLF. The octets are valid until the next call; lines are never compared.
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Line(byte[] octets, int offset, int length, int consumed) implements Frame {
    @Override
    public String toString() {
      return "Line[length=" + length + "]";
    }
  }

  /** A line was refused. */
  public record Defective(LineDefect defect, int consumed) implements Frame {}

  /** All octets were taken and no line is complete. */
  public record Incomplete() implements Frame {}

  private static final Incomplete INCOMPLETE = new Incomplete();

  /**
   * Looks for the next line.
   *
   * @param limit the most octets a line may have, with its CRLF
   */
  public Frame next(byte[] octets, int offset, int end, int limit) {
    int at = offset;
    int lineStart = offset;
    while (at < end) {
      if (afterCr) {
        afterCr = false;
        if (octets[at] == '\n') {
          int consumed = at + 1 - offset;
          if (dropping) {
            dropping = false;
            dropped = 0;
            pendingLength = 0;
            at++;
            lineStart = at;
            continue;
          }
          return line(octets, lineStart, at + 1, consumed);
        }
        if (!dropping) {
          return startDropping(LineDefect.BARE_CR, at - offset);
        }
        continue;
      }
      int found = LineEnds.indexOf(octets, at, end);
      if (dropping) {
        dropped += found - at;
        if (dropped > PATIENCE) {
          dropped = 0;
          return new Defective(LineDefect.TOO_LONG, found - offset);
        }
      } else if (pendingLength + (found - lineStart) + 2 > limit) {
        return startDropping(LineDefect.TOO_LONG, found - offset);
      }
      if (found == end) {
        at = end;
      } else if (octets[found] == '\r') {
        afterCr = true;
        at = found + 1;
      } else {
        return startDropping(LineDefect.BARE_LF, found + 1 - offset);
      }
    }
    if (!dropping && at > lineStart) {
      keep(octets, lineStart, at);
    }
    return INCOMPLETE;
  }

  /** Forgets a line that has begun: what was read before TLS must not be read after (RFC 3207). */
  public void discard() {
    pendingLength = 0;
    afterCr = false;
    dropping = false;
    dropped = 0;
  }

  /** Whether a line has begun and not ended. */
  public boolean isMidLine() {
    return pendingLength > 0 || afterCr || dropping;
  }

  private Frame startDropping(LineDefect defect, int consumed) {
    dropping = true;
    dropped = 0;
    pendingLength = 0;
    return new Defective(defect, consumed);
  }

  /** A line that ends (with its CRLF) at {@code end}. */
  private Frame line(byte[] octets, int lineStart, int end, int consumed) {
    if (pendingLength == 0) {
      return new Line(octets, lineStart, end - lineStart - 2, consumed);
    }
    keep(octets, lineStart, end);
    int length = pendingLength - 2;
    pendingLength = 0;
    return new Line(pending, 0, length, consumed);
  }

  private void keep(byte[] octets, int from, int to) {
    int needed = pendingLength + to - from;
    if (needed > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(needed, 2 * pending.length));
    }
    System.arraycopy(octets, from, pending, pendingLength, to - from);
    pendingLength = needed;
  }
}
