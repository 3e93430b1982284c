package org.postseal.fuzzing.session;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.fuzzing.BrokenClaim;
import org.postseal.ingress.connection.SmtpConnection;
import org.postseal.ingress.load.MemoryBudget;
import org.postseal.ingress.load.MemoryLimits;
import org.postseal.smtp.command.CommandParser;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.path.PathLimits;
import org.postseal.smtp.reply.Reply;
import org.postseal.smtp.reply.ReplyLimits;
import org.postseal.smtp.reply.ReplyParser;

/** One connection, and what its client hears. */
final class FakeVisit {
  private static final long RICH = 16L << 20;
  private static final long POOR = 20L << 10;

  /** RFC 5321 §4.5.3.1.5: a line of a reply with its CRLF. */
  private static final ReplyLimits LIMITS = new ReplyLimits(510, 20);

  /** Ends content, a line or an authentication exchange that may be open, then the session. */
  private static final List<String> GOODBYE =
      List.of("\r\n", ".\r\n", "\r\n", "*\r\n", "RSET\r\n", "QUIT\r\n");

  private static final CommandParser PARSER = new CommandParser(PathLimits.GENEROUS);

  private static final Reply UNWELCOME = Reply.of(554, "5.7.1", "Not you");

  private final MemoryBudget budget;
  private final FakePorts ports;
  private final FakeSocket socket;
  private final SmtpConnection connection;
  private final ReplyParser parser = new ReplyParser(LIMITS);
  private final List<Reply> heard = new ArrayList<>();

  FakeVisit(String words) {
    budget = new MemoryBudget(MemoryLimits.undivided(words.contains("poor") ? POOR : RICH));
    ports = new FakePorts(words);
    socket =
        new FakeSocket(
            words.contains("slow") ? FakeSocket.Reading.SLOWLY : FakeSocket.Reading.AT_ONCE,
            words.contains("submissions"));
    connection =
        new SmtpConnection(
            socket.asVertx(),
            socket.asContext(),
            socket.asNetSocket(),
            FakeWorld.parts(words, ports.asPorts(), budget),
            _ ->
                Future.succeededFuture(
                    words.contains("unwelcome") ? Optional.of(UNWELCOME) : Optional.empty()));
    connection.begin("192.0.2.1", Buffer.buffer(0));
    socket.settle();
    hear();
    BrokenClaim.unless(heard.size() == 1, "a client is greeted");
  }

  void send(byte[] octets, int offset, int length) {
    socket.send(octets, offset, length);
    hear();
    BrokenClaim.unless(budget.used() <= budget.capacity(), "memory stays within its budget");
  }

  /**
   * Sends one line, and behind BDAT its chunk; a command has its reply at once, content has none
   * before its end. Returns how many octets of those from {@code offset} on were sent.
   */
  int turn(byte[] octets, int offset) {
    int lineEnd = lineEnd(octets, offset);
    boolean inContent = heard.getLast().code() == 354;
    long chunk = inContent ? 0 : chunkBehind(octets, offset, lineEnd);
    int length = (int) Math.min(octets.length - offset, lineEnd - offset + chunk);
    boolean isWhole = isLine(octets, offset, lineEnd) && length == lineEnd - offset + chunk;
    if (socket.isEnded()) {
      return length;
    }
    int before = heard.size();
    send(octets, offset, length);
    int replies = heard.size() - before;
    if (!isWhole) {
      return length;
    }
    if (!inContent) {
      BrokenClaim.unless(replies >= 1, "a command has a reply");
    } else if (length == 3 && octets[offset] == '.') {
      BrokenClaim.unless(replies == 1, "the end of content has one reply");
    } else {
      BrokenClaim.unless(replies == 0, "content has no reply before its end");
    }
    return length;
  }

  /** Behind the next CRLF, or the end of all. */
  private static int lineEnd(byte[] octets, int offset) {
    for (int at = offset + 1; at < octets.length; at++) {
      if (octets[at] == '\n' && octets[at - 1] == '\r') {
        return at + 1;
      }
    }
    return octets.length;
  }

  private static boolean isLine(byte[] octets, int offset, int lineEnd) {
    return lineEnd - offset >= 2 && octets[lineEnd - 2] == '\r' && octets[lineEnd - 1] == '\n';
  }

  private static long chunkBehind(byte[] octets, int offset, int lineEnd) {
    int withoutEnd = Math.max(0, lineEnd - offset - 2);
    return PARSER.parse(octets, offset, withoutEnd)
            instanceof SmtpCommand.Bdat(long chunk, boolean _)
        ? chunk
        : 0;
  }

  /**
   * Ends the session as a client does that has lost its way.
   *
   * @param inChunk whether all it says may be taken for a chunk, so that only leaving ends it
   */
  void goodbye(boolean inChunk) {
    for (String line : GOODBYE) {
      byte[] octets = line.getBytes(StandardCharsets.US_ASCII);
      send(octets, 0, octets.length);
    }
    connection.closed();
    if (!inChunk) {
      BrokenClaim.unless(socket.isEnded(), "the session ends");
      int last = heard.getLast().code();
      BrokenClaim.unless(last == 221 || last == 421 || last == 554, "the last reply says so");
    }
    BrokenClaim.unless(budget.used() == 0, "no memory stays reserved");
    BrokenClaim.unless(
        heard.stream().filter(FakeVisit::isStored).count() == ports.stored(),
        "250 for what was stored, and for nothing else");
  }

  private static boolean isStored(Reply reply) {
    return reply.code() == 250 && reply.lines().getFirst().startsWith("Ok: stored as ");
  }

  /** All that was written is replies, and nothing is left of one. */
  private void hear() {
    byte[] octets = socket.written();
    int at = 0;
    while (at < octets.length) {
      switch (parser.feed(octets, at, octets.length - at)) {
        case ReplyParser.Complete(var reply, int consumed) -> {
          heard.add(reply);
          at += consumed;
        }
        case ReplyParser.Incomplete _ -> BrokenClaim.unless(false, "replies are written whole");
        case ReplyParser.Defective(var defect) ->
            BrokenClaim.unless(false, "what is written is a reply, not " + defect);
      }
    }
  }
}
