package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.postseal.smtp.path.ForwardPath;
import org.postseal.smtp.path.Mailbox;
import org.postseal.smtp.path.PathLimits;
import org.postseal.smtp.path.PathParser;
import org.postseal.smtp.path.PathResult;
import org.postseal.smtp.path.ReversePath;

/** A path and what may stand behind it: a defect within the octets, or the same written again. */
final class PathAttack implements Attack {
  private static final PathLimits WIDE = new PathLimits(9999, 9999, 9999);

  @Override
  public void with(byte[] octets) {
    var reverse = PathParser.reversePath(octets, 0, octets.length, PathLimits.GENEROUS);
    requireItsEnd(reverse, octets);
    if (reverse instanceof PathResult.Parsed<ReversePath>(var path, _)) {
      byte[] again = path.toString().getBytes(StandardCharsets.UTF_8);
      BrokenClaim.unlessEqual(
          PathParser.reversePath(again, 0, again.length, WIDE),
          new PathResult.Parsed<>(path, again.length),
          "a reverse-path written and read again");
    }
    var forward = PathParser.forwardPath(octets, 0, octets.length, PathLimits.GENEROUS);
    requireItsEnd(forward, octets);
    if (forward instanceof PathResult.Parsed<ForwardPath>(var path, _)) {
      byte[] again = path.toString().getBytes(StandardCharsets.UTF_8);
      BrokenClaim.unlessEqual(
          PathParser.forwardPath(again, 0, again.length, WIDE),
          new PathResult.Parsed<>(path, again.length),
          "a forward-path written and read again");
    }
    requireSameMailbox(new String(octets, StandardCharsets.UTF_8));
  }

  private static void requireItsEnd(PathResult<?> result, byte[] octets) {
    switch (result) {
      case PathResult.Parsed<?>(_, int end) -> {
        BrokenClaim.unless(end > 0 && end <= octets.length, "a path ends within the octets");
        BrokenClaim.unless(octets[end - 1] == '>', "a path ends with its bracket");
      }
      case PathResult.Defective<?>(_, int at) ->
          BrokenClaim.unless(at >= 0 && at <= octets.length, "a defect is within the octets");
    }
  }

  private static void requireSameMailbox(String text) {
    Optional<Mailbox> mailbox = Mailbox.parse(text);
    if (mailbox.isPresent()) {
      byte[] path = ("<" + mailbox.get() + ">").getBytes(StandardCharsets.UTF_8);
      BrokenClaim.unlessEqual(
          PathParser.reversePath(path, 0, path.length, WIDE),
          new PathResult.Parsed<>(ReversePath.of(mailbox.get()), path.length),
          "a mailbox written and read again");
    }
  }
}
