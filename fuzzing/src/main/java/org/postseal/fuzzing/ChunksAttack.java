package org.postseal.fuzzing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.postseal.smtp.framing.ChunkFramer;
import org.postseal.smtp.framing.ContentFramer;
import org.postseal.smtp.framing.TransparencyWriter;

/**
 * The sizes of chunks, an octet each, then content that comes in such chunks after BDAT: it is
 * handed on as it is, the same however it is cut into chunks and pieces; and if nothing is wrong
 * with it, nothing is when it goes on through DATA.
 */
final class ChunksAttack implements Attack {
  private static final int LINE_LIMIT = 100;

  @Override
  public void with(byte[] octets) {
    var parts = new Parts(octets, 2);
    byte[] content = parts.octets(1);
    var whole = new Received();
    whole.chunk(content, 0, content.length, true);
    var chunked = new Received();
    int at = 0;
    for (byte size : parts.octets(0)) {
      int length = Math.min(size & 0xff, content.length - at);
      chunked.chunk(content, at, length, false);
      at += length;
    }
    chunked.chunk(content, at, content.length - at, true);
    BrokenClaim.unlessEqual(chunked.framer.defect(), whole.framer.defect(), "chunks do not matter");
    BrokenClaim.unless(
        Arrays.equals(whole.content.toByteArray(), content)
            && Arrays.equals(chunked.content.toByteArray(), content),
        "all is handed on");
    BrokenClaim.unlessEqual(
        whole.framer.defect().isEmpty(),
        goesThroughData(content, whole.framer.lacksLineEnd() ? 2 : 0),
        "what is sound is so for DATA");
  }

  /** Whether it arrives as it is, with so many octets of a line end behind it. */
  private static boolean goesThroughData(byte[] content, int lineEnd) {
    var wire = new ByteArrayOutputStream();
    var writer = new TransparencyWriter();
    writer.feed(content, 0, content.length, wire::write);
    writer.finish(wire::write);
    var framer = new ContentFramer(LINE_LIMIT);
    var received = new ByteArrayOutputStream();
    framer.feed(wire.toByteArray(), 0, wire.size(), received::write);
    return framer.defect().isEmpty() && received.size() == content.length + lineEnd;
  }

  private static final class Received {
    private final ChunkFramer framer = new ChunkFramer(LINE_LIMIT);
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    /** One chunk, and an octet behind it that is none of its own. */
    void chunk(byte[] octets, int offset, int length, boolean last) {
      framer.begin(length, last);
      byte[] sent = new byte[length + 1];
      System.arraycopy(octets, offset, sent, 0, length);
      int[] taken = {0};
      Chunks.feed(
          sent, (piece, from, some) -> taken[0] += framer.feed(piece, from, some, content::write));
      BrokenClaim.unless(taken[0] == length, "a chunk is taken, and nothing behind it");
      BrokenClaim.unless(framer.isChunkComplete(), "a chunk ends");
      BrokenClaim.unless(framer.isComplete() == last, "content ends with its last chunk");
    }
  }
}
