package org.postseal.ingress.session;

import java.util.Base64;
import java.util.Optional;
import org.postseal.accounts.sasl.AccountAnswer;
import org.postseal.accounts.sasl.SaslStep;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.reply.Reply;

/**
 * AUTH (RFC 4954), for accounts, inside of TLS: carries the exchange of a mechanism in replies 334
 * and lines of base64, and says how it ended. Mechanisms have three rounds at most.
 */
final class Authentication {
  private final SessionRules rules;

  Authentication(SessionRules rules) {
    this.rules = rules;
  }

  Step begin(SessionState.Resting state, SmtpCommand.Auth auth) {
    var peer = state.peer();
    if (!rules.listener().isForAccounts()) {
      return refuse(peer, Replies.NOT_IMPLEMENTED);
    }
    if (peer.greeting().isEmpty()) {
      return refuse(peer, Replies.GREET_FIRST);
    }
    if (peer.tls().isEmpty()) {
      return refuse(peer, Replies.AUTH_NEEDS_TLS);
    }
    if (peer.account().isPresent()) {
      return refuse(peer, Replies.AUTH_ALREADY);
    }
    var initial = auth.initialResponse().flatMap(Authentication::decode);
    if (initial.isEmpty() && auth.initialResponse().isPresent()) {
      return refuse(peer, Replies.AUTH_MALFORMED);
    }
    return rules
        .accounts()
        .mechanisms()
        .begin(auth.mechanism(), peer.tls().get(), initial)
        .map(step -> follow(peer, step))
        .orElseGet(() -> refuse(peer, Replies.AUTH_MECHANISM));
  }

  /** The client's line after 334. */
  Step response(SessionState state, String line) {
    if (state instanceof SessionState.AwaitingCredentials(var peer, var next)) {
      return line.equals("*")
          ? refuse(peer, Replies.AUTH_CANCELLED)
          : decode(line)
              .map(response -> follow(peer, next.respond(response)))
              .orElseGet(() -> refuse(peer, Replies.AUTH_MALFORMED));
    }
    throw Session.illegal(state, line);
  }

  private Step follow(Peer peer, SaslStep step) {
    return switch (step) {
      case SaslStep.Challenge(var octets, var next) ->
          Step.reply(new SessionState.AwaitingCredentials(peer, next), Replies.challenge(octets));
      case SaslStep.Ask ask -> ask(peer, ask);
      case SaslStep.Authenticated(var account, var claimed) -> {
        rules.accounts().throttle().succeeded(peer.address(), claimed);
        yield Step.reply(new SessionState.Greeted(peer.authenticated(account)), Replies.AUTH_OK);
      }
      case SaslStep.Wrong _ ->
          Step.act(new SessionState.Hesitating(peer), new SessionAction.Hesitate());
      case SaslStep.Malformed _ -> refuse(peer, Replies.AUTH_MALFORMED);
    };
  }

  private Step ask(Peer peer, SaslStep.Ask ask) {
    var claimed = ask.question().name();
    return rules.accounts().throttle().admit(peer.address(), claimed)
        ? Step.act(
            new SessionState.CheckingCredentials(peer, claimed, ask.next()),
            new SessionAction.AskAccounts(ask.question()))
        : failed(peer, Replies.AUTH_THROTTLED);
  }

  Step answered(SessionState state, AccountAnswer answer) {
    if (state instanceof SessionState.CheckingCredentials(var peer, _, var next)) {
      return follow(peer, next.apply(answer));
    }
    throw Session.illegal(state, answer);
  }

  Step unavailable(SessionState state) {
    if (state instanceof SessionState.CheckingCredentials(var peer, var claimed, _)) {
      rules.accounts().throttle().unused(peer.address(), claimed);
      return Step.reply(new SessionState.Greeted(peer), Replies.AUTH_UNAVAILABLE);
    }
    throw Session.illegal(state, state);
  }

  Step hesitated(SessionState state) {
    if (state instanceof SessionState.Hesitating(var peer)) {
      return failed(peer, Replies.AUTH_WRONG);
    }
    throw Session.illegal(state, state);
  }

  private Step failed(Peer peer, Reply reply) {
    if (peer.authFailures() + 1 >= rules.limits().authFailures()) {
      return Step.replyAndClose(reply, Replies.TOO_MANY_ERRORS);
    }
    return refuse(peer.withAuthFailure(), reply);
  }

  private Step refuse(Peer peer, Reply reply) {
    return Session.refuse(rules, Session.atRest(peer), reply);
  }

  private static Optional<byte[]> decode(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
