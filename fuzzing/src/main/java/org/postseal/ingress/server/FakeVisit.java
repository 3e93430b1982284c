package org.postseal.ingress.server;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.fuzzing.BrokenClaim;
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

  private final MemoryBudget budget;
  private final FakePorts ports;
  private final FakeSocket socket;
  private final SmtpConnection connection;
  private final ReplyParser parser = new ReplyParser(LIMITS);
  private final List<Reply> heard = new ArrayList<>();

  FakeVisit(String words) {
    budget = new MemoryBudget(words.contains("poor") ? POOR : RICH);
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
            _ -> Future.succeededFuture(Optional.empty()));
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

  /** Sends one line; a command has its reply at once, content has none before its end. */
  void line(byte[] octets, int offset, int length) {
    if (socket.isEnded()) {
      return;
    }
    int before = heard.size();
    boolean inContent = heard.getLast().code() == 354;
    boolean isDot = length == 3 && octets[offset] == '.';
    send(octets, offset, length);
    int replies = heard.size() - before;
    if (!inContent) {
      BrokenClaim.unless(replies >= 1, "a command has a reply");
    } else if (isDot) {
      BrokenClaim.unless(replies == 1, "the end of content has one reply");
    } else {
      BrokenClaim.unless(replies == 0, "content has no reply before its end");
    }
  }

  /** Ends the session as a client does that has lost its way. */
  void goodbye() {
    for (String line : GOODBYE) {
      byte[] octets = line.getBytes(StandardCharsets.US_ASCII);
      send(octets, 0, octets.length);
    }
    connection.closed();
    BrokenClaim.unless(socket.isEnded(), "the session ends");
    int last = heard.getLast().code();
    BrokenClaim.unless(last == 221 || last == 421 || last == 554, "the last reply says so");
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
