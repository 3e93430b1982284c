package org.postseal.ingress.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postseal.smtp.command.CommandDefect;
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
  public Step begin(String address, Optional<String> tls) {
    return Step.reply(
        new SessionState.Connected(Peer.connected(address, tls)),
        Reply.of(220, rules.hostname() + " ESMTP Postseal"));
  }

  public Step step(SessionState state, SessionInput input) {
    var step = transition(state, input);
    return switch (step.next()) {
      case SessionState.Connected(var peer) when peer.draining() -> step.thenShutDown();
      case SessionState.Greeted(var peer) when peer.draining() -> step.thenShutDown();
      case SessionState _ -> step;
    };
  }

  private Step transition(SessionState state, SessionInput input) {
    return switch (input) {
      case SessionInput.TimedOut _ -> Step.replyAndClose(Replies.TIMEOUT);
      case SessionInput.ShuttingDown _ -> shutDown(state);
      case SessionInput.Command(var command) -> command(state, command);
      case SessionInput.EarlyTalk _ -> Step.replyAndClose(Replies.EARLY_TALK);
      case SessionInput.LineRefused(var defect) -> lineRefused(state, defect);
      case SessionInput.CredentialsLine(var line) -> authentication.response(state, line);
      case SessionInput.CredentialsChecked(var account) -> authentication.checked(state, account);
      case SessionInput.CredentialsUnavailable _ -> authentication.unavailable(state);
      case SessionInput.TlsEstablished(var tls) -> tlsEstablished(state, tls);
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
      case SessionState.Connected(var peer) -> atRest(peer, command);
      case SessionState.Greeted(var peer) -> atRest(peer, command);
      case SessionState.InTransaction open -> inTransaction(open, command);
      case SessionState.AwaitingCredentials _,
          SessionState.CheckingCredentials _,
          SessionState.NegotiatingTls _,
          SessionState.MakingRoom _,
          SessionState.ReceivingContent _,
          SessionState.Deciding _,
          SessionState.Storing _,
          SessionState.Closed _ ->
          throw illegal(state, command);
    };
  }

  private Step atRest(Peer peer, SmtpCommand command) {
    return switch (command) {
      case SmtpCommand.Mail mail -> transactions.mail(peer, mail);
      case SmtpCommand.Rcpt _ -> refuse(peer, this::rest, Replies.MAIL_FIRST);
      case SmtpCommand.Data _ -> refuse(peer, this::rest, Replies.MAIL_FIRST);
      case SmtpCommand.StartTls _ -> startTls(peer);
      case SmtpCommand.Auth auth -> authentication.begin(peer, auth);
      case SmtpCommand.Rset _ -> Step.reply(rest(peer), Replies.OK);
      case SmtpCommand.Ehlo _,
          SmtpCommand.Helo _,
          SmtpCommand.Noop _,
          SmtpCommand.Quit _,
          SmtpCommand.Vrfy _,
          SmtpCommand.Expn _,
          SmtpCommand.Help _,
          SmtpCommand.Unknown _,
          SmtpCommand.Malformed _ ->
          anywhere(peer, this::rest, command);
    };
  }

  private Step inTransaction(SessionState.InTransaction state, SmtpCommand command) {
    var peer = state.peer();
    Function<Peer, SessionState> stay = p -> new SessionState.InTransaction(p, state.transaction());
    return switch (command) {
      case SmtpCommand.Rcpt rcpt -> transactions.rcpt(peer, state.transaction(), rcpt);
      case SmtpCommand.Data _ -> transactions.data(peer, state.transaction());
      case SmtpCommand.Mail _ -> refuse(peer, stay, Replies.NESTED_MAIL);
      case SmtpCommand.StartTls _ -> refuse(peer, stay, Replies.NOT_IN_TRANSACTION);
      case SmtpCommand.Auth _ -> refuse(peer, stay, Replies.NOT_IN_TRANSACTION);
      case SmtpCommand.Rset _ -> endTransaction(peer, List.of(), Replies.OK);
      case SmtpCommand.Ehlo _,
          SmtpCommand.Helo _,
          SmtpCommand.Noop _,
          SmtpCommand.Quit _,
          SmtpCommand.Vrfy _,
          SmtpCommand.Expn _,
          SmtpCommand.Help _,
          SmtpCommand.Unknown _,
          SmtpCommand.Malformed _ ->
          anywhere(peer, stay, command);
    };
  }

  /** Commands that mean the same with and without an open transaction. */
  private Step anywhere(Peer peer, Function<Peer, SessionState> stay, SmtpCommand command) {
    return switch (command) {
      case SmtpCommand.Ehlo(var name) ->
          Step.reply(greeted(peer, name, Peer.Dialect.ESMTP), EhloReply.to(peer, name, rules));
      case SmtpCommand.Helo(var name) ->
          Step.reply(greeted(peer, name, Peer.Dialect.SMTP), Reply.of(250, rules.hostname()));
      case SmtpCommand.Noop _ -> Step.reply(stay.apply(peer), Replies.OK);
      case SmtpCommand.Quit _ -> Step.replyAndClose(Replies.BYE);
      case SmtpCommand.Vrfy _ -> Step.reply(stay.apply(peer), Replies.CANNOT_VERIFY_USER);
      case SmtpCommand.Expn _ -> refuse(peer, stay, Replies.NOT_IMPLEMENTED);
      case SmtpCommand.Help _ -> Step.reply(stay.apply(peer), Replies.HELP);
      case SmtpCommand.Unknown _ -> refuse(peer, stay, Replies.UNKNOWN_COMMAND);
      case SmtpCommand.Malformed malformed -> refuse(peer, stay, malformed(malformed));
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
  private static SessionState greeted(Peer peer, String name, Peer.Dialect dialect) {
    return new SessionState.Greeted(peer.greeted(new Peer.Greeting(name, dialect)));
  }

  private static Reply malformed(SmtpCommand.Malformed malformed) {
    var status = status(malformed.defect());
    return Reply.of(
        501, status, "Syntax error in " + malformed.verb() + ": " + malformed.explanation());
  }

  private static String status(CommandDefect defect) {
    return switch (defect) {
      case REVERSE_PATH -> "5.1.7";
      case FORWARD_PATH -> "5.1.3";
      case ARGUMENT_MISSING,
          ARGUMENT_NOT_ALLOWED,
          ARGUMENT_SYNTAX,
          PARAMETER_SYNTAX,
          PARAMETER_REPEATED ->
          "5.5.4";
    };
  }

  private Step lineRefused(SessionState state, LineDefect defect) {
    var reply =
        switch (defect) {
          case TOO_LONG -> Replies.LINE_TOO_LONG;
          case BARE_CR, BARE_LF -> Replies.BARE_LINE_END;
        };
    return switch (state) {
      case SessionState.Connected(var peer) -> refuse(peer, this::rest, reply);
      case SessionState.Greeted(var peer) -> refuse(peer, this::rest, reply);
      case SessionState.InTransaction(var peer, var transaction) ->
          refuse(peer, p -> new SessionState.InTransaction(p, transaction), reply);
      case SessionState.AwaitingCredentials(var peer) ->
          refuse(peer, this::rest, defect == LineDefect.TOO_LONG ? Replies.AUTH_TOO_LONG : reply);
      case SessionState.CheckingCredentials _,
          SessionState.NegotiatingTls _,
          SessionState.MakingRoom _,
          SessionState.ReceivingContent _,
          SessionState.Deciding _,
          SessionState.Storing _,
          SessionState.Closed _ ->
          throw illegal(state, defect);
    };
  }

  /** RFC 3207 §4. */
  private Step startTls(Peer peer) {
    if (peer.tls().isPresent()) {
      return refuse(peer, this::rest, Replies.TLS_ALREADY);
    }
    if (!rules.startTls()) {
      return refuse(peer, this::rest, Replies.NOT_IMPLEMENTED);
    }
    return Step.act(
        new SessionState.NegotiatingTls(peer),
        new SessionAction.Send(Replies.READY_FOR_TLS),
        new SessionAction.BeginTls());
  }

  private static Step tlsEstablished(SessionState state, String tls) {
    if (state instanceof SessionState.NegotiatingTls(var peer)) {
      return Step.act(new SessionState.Connected(peer.encrypted(tls)));
    }
    throw illegal(state, "TLS");
  }

  /** The first time open transactions may go on, the second time nothing may. */
  private static Step shutDown(SessionState state) {
    return switch (state) {
      case SessionState.Connected _,
          SessionState.Greeted _,
          SessionState.AwaitingCredentials _,
          SessionState.CheckingCredentials _ ->
          Step.replyAndClose(Replies.SHUTTING_DOWN);
      case SessionState.NegotiatingTls _, SessionState.Closed _ ->
          Step.act(new SessionState.Closed(), new SessionAction.Close());
      case SessionState.InTransaction(var peer, var transaction) ->
          drain(peer, p -> new SessionState.InTransaction(p, transaction));
      case SessionState.MakingRoom(var peer, var transaction) ->
          drain(peer, p -> new SessionState.MakingRoom(p, transaction));
      case SessionState.ReceivingContent(var peer, var transaction, var id) ->
          drain(peer, p -> new SessionState.ReceivingContent(p, transaction, id));
      case SessionState.Deciding(var peer, var transaction, var size, var edit) ->
          drain(peer, p -> new SessionState.Deciding(p, transaction, size, edit));
      case SessionState.Storing(
              var peer,
              var transaction,
              var size,
              var destination,
              var findings) ->
          drain(peer, p -> new SessionState.Storing(p, transaction, size, destination, findings));
    };
  }

  private static Step drain(Peer peer, Function<Peer, SessionState> stay) {
    return peer.draining()
        ? Step.replyAndClose(Replies.SHUTTING_DOWN)
        : Step.act(stay.apply(peer.toBeClosed()));
  }

  private SessionState rest(Peer peer) {
    return atRest(peer);
  }

  /** The state of a client without an open transaction. */
  static SessionState atRest(Peer peer) {
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

  private Step refuse(Peer peer, Function<Peer, SessionState> stay, Reply reply) {
    return refuse(rules, peer, stay, reply);
  }

  /** Counts the refusal; one too many ends the session. */
  static Step refuse(
      SessionRules rules, Peer peer, Function<Peer, SessionState> stay, Reply reply) {
    if (peer.errors() >= rules.limits().errors()) {
      return Step.act(
          new SessionState.Closed(),
          new SessionAction.Send(reply),
          new SessionAction.Send(Replies.TOO_MANY_ERRORS),
          new SessionAction.Close());
    }
    return Step.reply(stay.apply(peer.withErrors(peer.errors() + 1)), reply);
  }

  static IllegalStateException illegal(SessionState state, Object input) {
    return new IllegalStateException(
        input.getClass().getSimpleName() + " in " + state.getClass().getSimpleName());
  }
}
