package org.postseal.signingpolicy;

import org.postseal.smtp.reply.Reply;
import org.postseal.smtp.reply.ReplyDefect;
import org.postseal.smtp.reply.ReplyLimits;
import org.postseal.smtp.reply.ReplyParser;

/**
 * Reads the reply to one query from octets that arrive in any pieces, and says at once when it is
 * more than a client takes. After {@link TooMuch} and {@link Defective} the connection is of no
 * more use.
 */
public final class ReplyReader {
  private final ReadingLimits limits;
  private final ReplyParser parser;
  private int octetsTaken;

  /** For one reply. */
  public ReplyReader(ReadingLimits limits) {
    this.limits = limits;
    this.parser = new ReplyParser(new ReplyLimits(ReadingLimits.LINE_OCTETS, limits.lines()));
  }

  /** What became of the octets fed so far. */
  public sealed interface Progress {}

  /** All octets were taken, more are needed. */
  public record Incomplete() implements Progress {}

  /** The reply ended; of the octets just fed, {@code consumed} belong to it. */
  public record Complete(Reply reply, int consumed) implements Progress {}

  /** A limit is passed. */
  public record TooMuch(Limit limit) implements Progress {}

  /** It is not SMTP. */
  public record Defective(ReplyDefect defect) implements Progress {}

  /** What there was too much of. */
  public enum Limit {
    /** A line beyond 512 octets with its CRLF. */
    LINE,
    /** More lines than {@link ReadingLimits#lines}. */
    LINES,
    /** More octets than {@link ReadingLimits#octets}. */
    OCTETS
  }

  /** Takes octets up to the end of the reply. */
  public Progress feed(byte[] octets, int offset, int length) {
    int allowed = Math.min(length, limits.octets() - octetsTaken);
    var progress = parser.feed(octets, offset, allowed);
    octetsTaken += allowed;
    return switch (progress) {
      case ReplyParser.Complete(Reply reply, int consumed) -> new Complete(reply, consumed);
      case ReplyParser.Incomplete _ when allowed < length -> new TooMuch(Limit.OCTETS);
      case ReplyParser.Incomplete _ -> new Incomplete();
      case ReplyParser.Defective(ReplyDefect defect) ->
          switch (defect) {
            case LINE_TOO_LONG -> new TooMuch(Limit.LINE);
            case TOO_MANY_LINES -> new TooMuch(Limit.LINES);
            case NOT_A_REPLY, CODES_DIFFER -> new Defective(defect);
          };
    };
  }
}
