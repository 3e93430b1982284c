package org.postseal.fuzzing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.postseal.smtp.framing.ContentFramer;
import org.postseal.smtp.framing.TransparencyWriter;

/**
 * Content after DATA: it ends at CRLF.CRLF and nowhere else, the same in any pieces; and what a
 * client makes transparent comes out as it was.
 */
final class ContentAttack implements Attack {
  private static final int LINE_LIMIT = 100;

  @Override
  public void with(byte[] octets) {
    var whole = new Received();
    whole.feed(octets, 0, octets.length);
    var pieces = new Received();
    Chunks.feed(octets, pieces::feed);
    BrokenClaim.unlessEqual(whole.facts(), pieces.facts(), "pieces do not matter");
    requirePlainEnd(octets, whole);
    requireTransparency(octets);
  }

  private static final class Received {
    private final ContentFramer framer = new ContentFramer(LINE_LIMIT);
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private long taken;

    void feed(byte[] octets, int offset, int length) {
      int took = framer.feed(octets, offset, length, content::write);
      BrokenClaim.unless(
          took == length || framer.isComplete(), "all is taken until the content ends");
      taken += took;
    }

    List<Object> facts() {
      return List.of(
          framer.isComplete(),
          framer.defect(),
          taken,
          content.toString(StandardCharsets.ISO_8859_1));
    }
  }

  private static void requirePlainEnd(byte[] octets, Received whole) {
    String text = "\r\n" + new String(octets, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n.\r\n");
    BrokenClaim.unless(whole.framer.isComplete() == (end >= 0), "only CRLF.CRLF ends content");
    if (end >= 0) {
      BrokenClaim.unless(whole.taken == end + 3, "nothing behind the end is taken");
      String content = text.substring(2, end + 2).replace("\r\n.", "\r\n");
      String unstuffed = end == 0 ? "" : content.startsWith(".") ? content.substring(1) : content;
      BrokenClaim.unlessEqual(
          whole.content.toString(StandardCharsets.ISO_8859_1), unstuffed, "dots are taken away");
    }
  }

  private static void requireTransparency(byte[] octets) {
    var wire = new ByteArrayOutputStream();
    var writer = new TransparencyWriter();
    Chunks.feed(octets, (piece, offset, length) -> writer.feed(piece, offset, length, wire::write));
    writer.finish(wire::write);
    var received = new Received();
    received.feed(wire.toByteArray(), 0, wire.size());
    BrokenClaim.unless(
        received.framer.isComplete() && received.taken == wire.size(),
        "content made transparent ends where it ends");
    byte[] expected =
        octets.length == 0 || endsWithLine(octets)
            ? octets
            : Arrays.copyOf(octets, octets.length + 2);
    if (expected.length > octets.length) {
      expected[octets.length] = '\r';
      expected[octets.length + 1] = '\n';
    }
    BrokenClaim.unless(
        Arrays.equals(received.content.toByteArray(), expected), "it comes out as it was");
  }

  private static boolean endsWithLine(byte[] octets) {
    int last = octets.length - 1;
    return last >= 1 && octets[last] == '\n' && octets[last - 1] == '\r';
  }
}
