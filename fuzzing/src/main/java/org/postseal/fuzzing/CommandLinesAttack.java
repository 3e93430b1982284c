package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.postseal.smtp.framing.CommandLineFramer;

/** Octets cut into command lines: the same lines and defects in any pieces, none too long. */
final class CommandLinesAttack implements Attack {
  private static final int LIMIT = 64;

  /** Beyond so many octets without a line end it is said once more, at a place pieces decide. */
  private static final int PATIENCE = 60_000;

  @Override
  public void with(byte[] octets) {
    var framer = new CommandLineFramer();
    List<String> whole = new ArrayList<>();
    feed(framer, octets, 0, octets.length, whole);
    var other = new CommandLineFramer();
    List<String> pieces = new ArrayList<>();
    Chunks.feed(octets, (piece, offset, length) -> feed(other, piece, offset, length, pieces));
    if (octets.length < PATIENCE) {
      BrokenClaim.unlessEqual(whole, pieces, "pieces do not matter");
      BrokenClaim.unless(
          framer.isMidLine() == other.isMidLine(), "pieces do not matter at the end");
    }
    requirePlain(octets, whole);
    framer.discard();
    BrokenClaim.unless(!framer.isMidLine(), "what was discarded is gone");
  }

  private static void feed(
      CommandLineFramer framer, byte[] octets, int offset, int length, List<String> frames) {
    int at = offset;
    int end = offset + length;
    int idle = 0;
    while (true) {
      switch (framer.next(octets, at, end, LIMIT)) {
        case CommandLineFramer.Incomplete _ -> {
          return;
        }
        case CommandLineFramer.Defective(var defect, int consumed) -> {
          frames.add("! " + defect);
          at += consumed;
          idle = consumed == 0 ? idle + 1 : 0;
        }
        case CommandLineFramer.Line line -> {
          BrokenClaim.unless(line.length() <= LIMIT - 2, "a line is no longer than its limit");
          BrokenClaim.unless(line.consumed() > 0, "a line takes octets");
          frames.add(
              "  "
                  + new String(
                      line.octets(), line.offset(), line.length(), StandardCharsets.ISO_8859_1));
          at += line.consumed();
        }
      }
      BrokenClaim.unless(at <= end && idle < 3, "framing goes on");
    }
  }

  /** Every line that was found stands between two CRLFs of the input. */
  private static void requirePlain(byte[] octets, List<String> frames) {
    String text = "\r\n" + new String(octets, StandardCharsets.ISO_8859_1);
    int from = 0;
    for (String frame : frames) {
      if (frame.startsWith("  ")) {
        String line = frame.substring(2);
        from = text.indexOf("\r\n" + line + "\r\n", from);
        BrokenClaim.unless(from >= 0, "a line stands between CRLFs");
        BrokenClaim.unless(
            line.indexOf('\r') < 0 && line.indexOf('\n') < 0, "a line holds no line end");
        from += line.length() + 2;
      }
    }
  }
}
