package org.postseal.ingress.session;

import java.util.Optional;
import java.util.OptionalLong;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.reply.Reply;
import org.postseal.topics.TransactionId;

/**
 * BDAT (RFC 3030 §2). The octets of a chunk follow their command whether they are welcome or not:
 * those of a refused one are read and dropped before the reply is given, so that nothing in them is
 * ever taken for a command. A BDAT whose size cannot be read ends the session for the same reason.
 */
final class Chunks {
  private final SessionRules rules;

  Chunks(SessionRules rules) {
    this.rules = rules;
  }

  /** A chunk without a transaction, or behind the last one or one that was refused. */
  Step unexpected(SessionState.Resting state, SmtpCommand.Bdat bdat) {
    return skip(state, Replies.MAIL_FIRST, bdat);
  }

  /** A chunk that cannot come now. */
  Step refused(SessionState.InTransaction state, Reply reply, SmtpCommand.Bdat bdat) {
    return skip(state, reply, bdat);
  }

  /** The first chunk of a message. */
  Step first(
      SessionState.InTransaction state, SmtpCommand.Bdat bdat, SessionAction.Purpose purpose) {
    if (bdat.octets() > rules.limits().size()) {
      return skip(Session.atRest(state.peer()), Replies.TOO_LARGE, bdat);
    }
    var open = state.transaction();
    return Step.act(
        new SessionState.MakingRoom(state.peer(), open, Optional.of(bdat)),
        new SessionAction.MakeRoom(
            bdat.last() ? OptionalLong.of(bdat.octets()) : open.options().size(),
            purpose,
            SessionAction.Framing.CHUNKS));
  }

  Step roomMade(SessionState.MakingRoom state, TransactionId id, SmtpCommand.Bdat bdat) {
    return receive(new SessionState.BetweenChunks(state.peer(), state.transaction(), id, 0), bdat);
  }

  Step noRoom(SessionState.MakingRoom state, SmtpCommand.Bdat bdat) {
    return skip(Session.atRest(state.peer()), Replies.NO_ROOM, bdat);
  }

  /** A chunk there is room for. That all together are too large is noticed as they come. */
  static Step receive(SessionState.BetweenChunks state, SmtpCommand.Bdat bdat) {
    return Step.act(
        new SessionState.ReceivingChunk(
            state.peer(), state.transaction(), state.id(), state.received() + bdat.octets()),
        new SessionAction.ReceiveChunk(bdat.octets(), bdat.last()));
  }

  /** A chunk that is not the last one has arrived. */
  static Step complete(SessionState state) {
    if (state instanceof SessionState.ReceivingChunk(var peer, var open, var id, var received)) {
      return Step.reply(
          new SessionState.BetweenChunks(peer, open, id, received), Replies.chunk(received));
    }
    throw Session.illegal(state, state);
  }

  private static Step skip(SessionState.Open after, Reply reply, SmtpCommand.Bdat bdat) {
    return Step.act(
        new SessionState.SkippingChunk(after, reply),
        new SessionAction.DropContent(),
        new SessionAction.SkipChunk(bdat.octets()));
  }

  /** The refused chunk is over. */
  Step skipped(SessionState state) {
    if (state instanceof SessionState.SkippingChunk(var after, var reply)) {
      return reply.isPermanent() ? Session.refuse(rules, after, reply) : Step.reply(after, reply);
    }
    throw Session.illegal(state, state);
  }
}
