package org.postseal.fuzzing;

import java.util.ArrayList;
import java.util.List;
import org.postseal.smtp.reply.EhloCapabilities;
import org.postseal.smtp.reply.Reply;
import org.postseal.smtp.reply.ReplyLimits;
import org.postseal.smtp.reply.ReplyParser;

/** What a server says: the same replies in any pieces, and the same when written again. */
final class ReplyAttack implements Attack {
  private static final ReplyLimits LIMITS = new ReplyLimits(200, 8);
  private static final ReplyLimits WIDE = new ReplyLimits(9999, 8);

  @Override
  public void with(byte[] octets) {
    var whole = new Conversation();
    whole.feed(octets, 0, octets.length);
    var pieces = new Conversation();
    Chunks.feed(octets, pieces::feed);
    BrokenClaim.unlessEqual(whole.heard, pieces.heard, "pieces do not matter");
    whole.replies.forEach(ReplyAttack::requireSameWhenWritten);
    whole.replies.forEach(ReplyAttack::requireCapabilities);
  }

  private static final class Conversation {
    private final ReplyParser parser = new ReplyParser(LIMITS);
    private final List<String> heard = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private boolean defective;

    void feed(byte[] octets, int offset, int length) {
      int at = offset;
      int end = offset + length;
      while (!defective && at < end) {
        switch (parser.feed(octets, at, end - at)) {
          case ReplyParser.Incomplete _ -> {
            return;
          }
          case ReplyParser.Complete(var reply, int consumed) -> {
            BrokenClaim.unless(consumed > 0, "a reply takes octets");
            BrokenClaim.unless(reply.lines().size() <= LIMITS.lines(), "lines have a limit");
            at += consumed;
            heard.add(reply.toString());
            replies.add(reply);
          }
          case ReplyParser.Defective(var defect) -> {
            defective = true;
            heard.add(defect.name());
          }
        }
      }
    }
  }

  /** What is not ASCII is written in UTF-8 and read as ISO-8859-1, so it is left out here. */
  private static void requireSameWhenWritten(Reply reply) {
    if (reply.lines().stream().anyMatch(line -> line.chars().anyMatch(c -> c >= 128))) {
      return;
    }
    byte[] wire = reply.octets();
    BrokenClaim.unlessEqual(
        new ReplyParser(WIDE).feed(wire, 0, wire.length),
        new ReplyParser.Complete(reply, wire.length),
        "written and read again");
  }

  private static void requireCapabilities(Reply reply) {
    var offered = EhloCapabilities.of(reply);
    offered.sizeLimit().ifPresent(limit -> BrokenClaim.unless(limit > 0, "a limit is a limit"));
    BrokenClaim.unless(
        offered.authMechanisms().isEmpty() || offered.offers("AUTH"), "mechanisms are of AUTH");
    BrokenClaim.unless(
        offered.extensions().keySet().stream().allMatch(offered::offers),
        "what is there is offered");
  }
}
