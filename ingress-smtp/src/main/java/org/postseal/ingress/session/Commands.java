package org.postseal.ingress.session;

import java.util.List;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.command.Verb;
import org.postseal.smtp.framing.LineDefect;
import org.postseal.smtp.reply.Reply;

/** Which command means what in which state (RFC 5321 §4.1.4, §4.3.2). */
final class Commands {
  /** A chunk of fewer octets costs more to announce than to send. */
  private static final int TINY_CHUNK = 512;

  private final SessionRules rules;
  private final Authentication authentication;
  private final Introduction introduction;
  private final TransactionCommands transactions;
  private final Chunks chunks;
  private final PolicyQueries policies;

  Commands(
      SessionRules rules,
      Authentication authentication,
      Introduction introduction,
      TransactionCommands transactions,
      Chunks chunks) {
    this.rules = rules;
    this.authentication = authentication;
    this.introduction = introduction;
    this.transactions = transactions;
    this.chunks = chunks;
    this.policies = new PolicyQueries(rules);
  }

  /** Counts the command if it brings no message on; one too many in a row ends the session. */
  Step taken(SessionState state, SmtpCommand command) {
    if (!(state instanceof SessionState.Open open) || !isIdle(command)) {
      return command(state, command);
    }
    var peer = open.peer();
    return peer.idle() >= rules.limits().idle()
        ? Step.replyAndClose(Replies.TOO_MANY_COMMANDS)
        : command(open.with(peer.withIdle(peer.idle() + 1)), command);
  }

  /** A recipient that is taken is given back later. */
  private static boolean isIdle(SmtpCommand command) {
    return switch (command) {
      case SmtpCommand.Data _, SmtpCommand.Quit _ -> false;
      case SmtpCommand.Bdat bdat -> !bdat.last() && bdat.octets() < TINY_CHUNK;
      case SmtpCommand.Mail _,
          SmtpCommand.Rcpt _,
          SmtpCommand.StartTls _,
          SmtpCommand.Auth _,
          SmtpCommand.Xclient _,
          SmtpCommand.Xsignpol _,
          SmtpCommand.Rset _,
          SmtpCommand.Anytime _ ->
          true;
    };
  }

  private Step command(SessionState state, SmtpCommand command) {
    return switch (state) {
      case SessionState.Resting rest -> atRest(rest, command);
      case SessionState.InTransaction open -> inTransaction(open, command);
      case SessionState.BetweenChunks open -> betweenChunks(open, command);
      case SessionState.AwaitingCredentials _, SessionState.WithoutLines _ ->
          throw Session.illegal(state, command);
    };
  }

  private Step atRest(SessionState.Resting state, SmtpCommand command) {
    return switch (command) {
      case SmtpCommand.Mail mail when state instanceof SessionState.Greeted ->
          Step.count(
              state, new Use.Message(), Replies.CLIENT_RATE, () -> transactions.mail(state, mail));
      case SmtpCommand.Mail mail -> transactions.mail(state, mail);
      case SmtpCommand.Rcpt _, SmtpCommand.Data _ -> refuse(state, Replies.MAIL_FIRST);
      case SmtpCommand.Bdat bdat -> chunks.unexpected(state, bdat);
      case SmtpCommand.StartTls _ -> startTls(state);
      case SmtpCommand.Auth auth -> authentication.begin(state, auth);
      case SmtpCommand.Xclient xclient -> introduction.begin(state, xclient);
      case SmtpCommand.Xsignpol query -> policies.ask(state, query);
      case SmtpCommand.Rset _ -> Step.reply(state, Replies.OK);
      case SmtpCommand.Anytime anytime -> anytime(state, anytime);
    };
  }

  private Step inTransaction(SessionState.InTransaction state, SmtpCommand command) {
    return switch (command) {
      case SmtpCommand.Rcpt rcpt ->
          Step.count(
              state,
              new Use.Recipient(),
              Replies.CLIENT_RECIPIENTS,
              () -> transactions.rcpt(state, rcpt));
      case SmtpCommand.Data _ -> transactions.data(state);
      case SmtpCommand.Bdat bdat -> transactions.bdat(state, bdat, chunks);
      case SmtpCommand.Mail _ -> refuse(state, Replies.NESTED_MAIL);
      case SmtpCommand.StartTls _, SmtpCommand.Auth _, SmtpCommand.Xclient _ ->
          refuse(state, Replies.NOT_IN_TRANSACTION);
      case SmtpCommand.Xsignpol _ -> policies.refuse(state);
      case SmtpCommand.Rset _ -> Session.endTransaction(state.peer(), List.of(), Replies.OK);
      case SmtpCommand.Anytime anytime -> anytime(state, anytime);
    };
  }

  /** Content has begun; RSET gives it up, and so does EHLO (RFC 3030 §2, RFC 5321 §4.1.4). */
  private Step betweenChunks(SessionState.BetweenChunks state, SmtpCommand command) {
    return switch (command) {
      case SmtpCommand.Bdat bdat -> Chunks.receive(state, bdat);
      case SmtpCommand.Xsignpol _ -> policies.refuse(state);
      case SmtpCommand.Rset _ ->
          Session.endTransaction(
              state.peer(), List.of(new SessionAction.DropContent()), Replies.OK);
      case SmtpCommand.Ehlo ehlo -> anytime(state, ehlo).after(new SessionAction.DropContent());
      case SmtpCommand.Helo helo -> anytime(state, helo).after(new SessionAction.DropContent());
      case SmtpCommand.Mail _,
          SmtpCommand.Rcpt _,
          SmtpCommand.Data _,
          SmtpCommand.StartTls _,
          SmtpCommand.Auth _,
          SmtpCommand.Xclient _ ->
          refuse(state, Replies.BETWEEN_CHUNKS);
      case SmtpCommand.Anytime anytime -> anytime(state, anytime);
    };
  }

  private Step anytime(SessionState.Open state, SmtpCommand.Anytime command) {
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
      case SmtpCommand.Malformed malformed when malformed.verb() == Verb.BDAT ->
          Step.replyAndClose(Replies.malformed(malformed), Replies.UNKNOWN_CHUNK);
      case SmtpCommand.Malformed malformed
          when malformed.verb() == Verb.XCLIENT && !rules.mayIntroduce(state.peer()) ->
          refuse(state, Replies.XCLIENT_UNTRUSTED);
      case SmtpCommand.Malformed malformed -> refuse(state, Replies.malformed(malformed));
    };
  }

  /** EHLO and HELO end an open transaction like RSET (RFC 5321 §4.1.4). */
  private static SessionState greeted(SessionState.Open state, String name, Peer.Dialect dialect) {
    return new SessionState.Greeted(state.peer().greeted(new Peer.Greeting(name, dialect)));
  }

  Step lineRefused(SessionState state, LineDefect defect) {
    var reply =
        switch (defect) {
          case TOO_LONG -> Replies.LINE_TOO_LONG;
          case BARE_CR, BARE_LF -> Replies.BARE_LINE_END;
        };
    return switch (state) {
      case SessionState.Resting rest -> refuse(rest, reply);
      case SessionState.InTransaction open -> refuse(open, reply);
      case SessionState.BetweenChunks open -> refuse(open, reply);
      case SessionState.AwaitingCredentials(var peer, _, _) ->
          refuse(
              Session.atRest(peer), defect == LineDefect.TOO_LONG ? Replies.AUTH_TOO_LONG : reply);
      case SessionState.WithoutLines _ -> throw Session.illegal(state, defect);
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

  private Step refuse(SessionState.Open stay, Reply reply) {
    return Session.refuse(rules, stay, reply);
  }
}
