package org.postseal.ingress.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.ingress.sasl.SecureChannel;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.framing.LineDefect;
import org.postseal.smtp.reply.Reply;

/**
 * The session state machine of one listener (RFC 5321 §3 and §4): a state and an input in, the next
 * state and what is to be done out. It holds nothing of any session and serves all of them.
 *
 * <p>An input that its state does not take is a mistake of the edge, and an {@link
 * IllegalStateException}.
 */
public final class Session {
  private final SessionRules rules;
  private final Authentication authentication;
  private final TransactionCommands transactions;
  private final MessageFate fate;

  public Session(SessionRules rules) {
    this.rules = rules;
    this.authentication = new Authentication(rules);
    this.transactions = new TransactionCommands(rules);
    this.fate = new MessageFate(rules);
  }

  /** The greeting of a new session. {@code tls} is present if TLS came first. */
  public Step begin(String address, Optional<SecureChannel> tls) {
    return Step.reply(
        new SessionState.Connected(Peer.connected(address, tls)),
        Replies.greeting(rules.hostname()));
  }

  public Step step(SessionState state, SessionInput input) {
    var step = transition(state, input);
    return step.next() instanceof SessionState.Resting rest && rest.peer().draining()
        ? step.thenShutDown()
        : step;
  }

  private Step transition(SessionState state, SessionInput input) {
    return switch (input) {
      case SessionInput.TimedOut _ -> Step.replyAndClose(Replies.TIMEOUT);
      case SessionInput.ShuttingDown _ -> shutDown(state);
      case SessionInput.Command(var command) -> command(state, command);
      case SessionInput.EarlyTalk _ -> Step.replyAndClose(Replies.EARLY_TALK);
      case SessionInput.UntrustedProxy _ -> Step.replyAndClose(Replies.UNTRUSTED_PROXY);
      case SessionInput.LineRefused(var defect) -> lineRefused(state, defect);
      case SessionInput.CredentialsLine(var line) -> authentication.response(state, line);
      case SessionInput.AccountsAnswered(var answer) -> authentication.answered(state, answer);
      case SessionInput.Hesitated _ -> authentication.hesitated(state);
      case SessionInput.CredentialsUnavailable _ -> authentication.unavailable(state);
      case SessionInput.TlsEstablished(var channel) -> tlsEstablished(state, channel);
      case SessionInput.RecipientAnswered(var answer) -> transactions.answered(state, answer);
      case SessionInput.RoomMade(var id) -> fate.roomMade(state, id);
      case SessionInput.NoRoom _ -> fate.noRoom(state);
      case SessionInput.ContentComplete complete -> fate.complete(state, complete);
      case SessionInput.ContentSpoiled(var spoilage) -> fate.spoiled(state, spoilage);
      case SessionInput.Verified(var outcome) -> fate.verified(state, outcome);
      case SessionInput.Signed(var outcome) -> fate.signed(state, outcome);
      case SessionInput.Written(var outcome) -> fate.written(state, outcome);
    };
  }

  private Step command(SessionState state, SmtpCommand command) {
    return switch (state) {
      case SessionState.Resting rest -> atRest(rest, command);
      case SessionState.InTransaction open -> inTransaction(open, command);
      case SessionState.AwaitingCredentials _,
          SessionState.CheckingCredentials _,
          SessionState.Hesitating _,
          SessionState.NegotiatingTls _,
          SessionState.CheckingRecipient _,
          SessionState.MakingRoom _,
          SessionState.ReceivingContent _,
          SessionState.Deciding _,
          SessionState.Storing _,
          SessionState.Closed _ ->
          throw illegal(state, command);
    };
  }

  private Step atRest(SessionState.Resting state, SmtpCommand command) {
    return switch (command) {
      case SmtpCommand.Mail mail -> transactions.mail(state, mail);
      case SmtpCommand.Rcpt _, SmtpCommand.Data _ -> refuse(state, Replies.MAIL_FIRST);
      case SmtpCommand.StartTls _ -> startTls(state);
      case SmtpCommand.Auth auth -> authentication.begin(state, auth);
      case SmtpCommand.Rset _ -> Step.reply(state, Replies.OK);
      case SmtpCommand.Ehlo _,
          SmtpCommand.Helo _,
          SmtpCommand.Noop _,
          SmtpCommand.Quit _,
          SmtpCommand.Vrfy _,
          SmtpCommand.Expn _,
          SmtpCommand.Help _,
          SmtpCommand.Unknown _,
          SmtpCommand.Malformed _ ->
          anywhere(state, command);
    };
  }

  private Step inTransaction(SessionState.InTransaction state, SmtpCommand command) {
    return switch (command) {
      case SmtpCommand.Rcpt rcpt -> transactions.rcpt(state, rcpt);
      case SmtpCommand.Data _ -> transactions.data(state);
      case SmtpCommand.Mail _ -> refuse(state, Replies.NESTED_MAIL);
      case SmtpCommand.StartTls _, SmtpCommand.Auth _ -> refuse(state, Replies.NOT_IN_TRANSACTION);
      case SmtpCommand.Rset _ -> endTransaction(state.peer(), List.of(), Replies.OK);
      case SmtpCommand.Ehlo _,
          SmtpCommand.Helo _,
          SmtpCommand.Noop _,
          SmtpCommand.Quit _,
          SmtpCommand.Vrfy _,
          SmtpCommand.Expn _,
          SmtpCommand.Help _,
          SmtpCommand.Unknown _,
          SmtpCommand.Malformed _ ->
          anywhere(state, command);
    };
  }

  /** Commands that mean the same with and without an open transaction. */
  private Step anywhere(SessionState.Open state, SmtpCommand command) {
    return switch (command) {
      case SmtpCommand.Ehlo(var name) ->
          Step.reply(
              greeted(state, name, Peer.Dialect.ESMTP), EhloReply.to(state.peer(), name, rules));
      case SmtpCommand.Helo(var name) ->
          Step.reply(greeted(state, name, Peer.Dialect.SMTP), Replies.hello(rules.hostname()));
      case SmtpCommand.Noop _ -> Step.reply(state, Replies.OK);
      case SmtpCommand.Quit _ -> Step.replyAndClose(Replies.BYE);
      case SmtpCommand.Vrfy _ -> Step.reply(state, Replies.CANNOT_VERIFY_USER);
      case SmtpCommand.Expn _ -> refuse(state, Replies.NOT_IMPLEMENTED);
      case SmtpCommand.Help _ -> Step.reply(state, Replies.HELP);
      case SmtpCommand.Unknown _ -> refuse(state, Replies.UNKNOWN_COMMAND);
      case SmtpCommand.Malformed malformed -> refuse(state, Replies.malformed(malformed));
      case SmtpCommand.Mail _,
          SmtpCommand.Rcpt _,
          SmtpCommand.Data _,
          SmtpCommand.Rset _,
          SmtpCommand.StartTls _,
          SmtpCommand.Auth _ ->
          throw new IllegalStateException("depends on the transaction");
    };
  }

  /** EHLO and HELO end an open transaction like RSET (RFC 5321 §4.1.4). */
  private static SessionState greeted(SessionState.Open state, String name, Peer.Dialect dialect) {
    return new SessionState.Greeted(state.peer().greeted(new Peer.Greeting(name, dialect)));
  }

  private Step lineRefused(SessionState state, LineDefect defect) {
    var reply =
        switch (defect) {
          case TOO_LONG -> Replies.LINE_TOO_LONG;
          case BARE_CR, BARE_LF -> Replies.BARE_LINE_END;
        };
    return switch (state) {
      case SessionState.Resting rest -> refuse(rest, reply);
      case SessionState.InTransaction open -> refuse(open, reply);
      case SessionState.AwaitingCredentials(var peer, _) ->
          refuse(atRest(peer), defect == LineDefect.TOO_LONG ? Replies.AUTH_TOO_LONG : reply);
      case SessionState.CheckingCredentials _,
          SessionState.Hesitating _,
          SessionState.NegotiatingTls _,
          SessionState.CheckingRecipient _,
          SessionState.MakingRoom _,
          SessionState.ReceivingContent _,
          SessionState.Deciding _,
          SessionState.Storing _,
          SessionState.Closed _ ->
          throw illegal(state, defect);
    };
  }

  /** RFC 3207 §4. */
  private Step startTls(SessionState.Resting state) {
    if (state.peer().tls().isPresent()) {
      return refuse(state, Replies.TLS_ALREADY);
    }
    if (!rules.startTls()) {
      return refuse(state, Replies.NOT_IMPLEMENTED);
    }
    return Step.act(
        new SessionState.NegotiatingTls(state.peer()),
        new SessionAction.Send(Replies.READY_FOR_TLS),
        new SessionAction.BeginTls());
  }

  private static Step tlsEstablished(SessionState state, SecureChannel tls) {
    if (state instanceof SessionState.NegotiatingTls(var peer)) {
      return Step.act(new SessionState.Connected(peer.encrypted(tls)));
    }
    throw illegal(state, "TLS");
  }

  /** The first time open transactions may go on, the second time nothing may. */
  private static Step shutDown(SessionState state) {
    return switch (state) {
      case SessionState.Resting _,
          SessionState.AwaitingCredentials _,
          SessionState.CheckingCredentials _,
          SessionState.Hesitating _ ->
          Step.replyAndClose(Replies.SHUTTING_DOWN);
      case SessionState.NegotiatingTls _, SessionState.Closed _ ->
          Step.act(new SessionState.Closed(), new SessionAction.Close());
      case SessionState.Transacting open ->
          open.peer().draining()
              ? Step.replyAndClose(Replies.SHUTTING_DOWN)
              : Step.act(open.with(open.peer().toBeClosed()));
    };
  }

  /** The state of a client without an open transaction. */
  static SessionState.Resting atRest(Peer peer) {
    return peer.greeting().isPresent()
        ? new SessionState.Greeted(peer)
        : new SessionState.Connected(peer);
  }

  /** A transaction is over. */
  static Step endTransaction(Peer peer, List<SessionAction> before, Reply reply) {
    var actions = new ArrayList<>(before);
    actions.add(new SessionAction.Send(reply));
    return new Step(atRest(peer), List.copyOf(actions));
  }

  private Step refuse(SessionState.Open stay, Reply reply) {
    return refuse(rules, stay, reply);
  }

  /** Counts the refusal; one too many ends the session. */
  static Step refuse(SessionRules rules, SessionState.Open stay, Reply reply) {
    var peer = stay.peer();
    if (peer.errors() >= rules.limits().errors()) {
      return Step.act(
          new SessionState.Closed(),
          new SessionAction.Send(reply),
          new SessionAction.Send(Replies.TOO_MANY_ERRORS),
          new SessionAction.Close());
    }
    return Step.reply(stay.with(peer.withErrors(peer.errors() + 1)), reply);
  }

  static IllegalStateException illegal(SessionState state, Object input) {
    return new IllegalStateException(
        input.getClass().getSimpleName() + " in " + state.getClass().getSimpleName());
  }
}
