package org.postseal.ingress.session;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.postseal.ingress.acceptance.Account;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.reply.Reply;

/** AUTH (RFC 4954) with the mechanism PLAIN (RFC 4616), for accounts, inside of TLS. */
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
    if (!auth.mechanism().equals("PLAIN")) {
      return refuse(peer, Replies.AUTH_MECHANISM);
    }
    return auth.initialResponse()
        .map(response -> check(peer, response))
        .orElseGet(
            () -> Step.reply(new SessionState.AwaitingCredentials(peer), Replies.AUTH_CHALLENGE));
  }

  /** The client's line after 334. */
  Step response(SessionState state, String line) {
    if (state instanceof SessionState.AwaitingCredentials(var peer)) {
      return line.equals("*") ? refuse(peer, Replies.AUTH_CANCELLED) : check(peer, line);
    }
    throw Session.illegal(state, line);
  }

  /** {@code message = [authzid] UTF8NUL authcid UTF8NUL passwd} (RFC 4616 §2). */
  private Step check(Peer peer, String base64) {
    var message = decode(base64);
    if (message.isEmpty()) {
      return refuse(peer, Replies.AUTH_MALFORMED);
    }
    var parts = message.get().split("\0", -1);
    if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
      return refuse(peer, Replies.AUTH_MALFORMED);
    }
    if (!parts[0].isEmpty() && !parts[0].equals(parts[1])) {
      // Acting for somebody else is not offered; saying so would tell names apart.
      return wrong(peer);
    }
    return Step.act(
        new SessionState.CheckingCredentials(peer),
        new SessionAction.CheckCredentials(parts[1], parts[2]));
  }

  Step checked(SessionState state, Optional<Account> account) {
    if (state instanceof SessionState.CheckingCredentials(var peer)) {
      return account
          .map(
              found ->
                  Step.reply(new SessionState.Greeted(peer.authenticated(found)), Replies.AUTH_OK))
          .orElseGet(() -> wrong(peer));
    }
    throw Session.illegal(state, account);
  }

  Step unavailable(SessionState state) {
    if (state instanceof SessionState.CheckingCredentials(var peer)) {
      return Step.reply(new SessionState.Greeted(peer), Replies.AUTH_UNAVAILABLE);
    }
    throw Session.illegal(state, state);
  }

  private Step wrong(Peer peer) {
    if (peer.authFailures() + 1 >= rules.limits().authFailures()) {
      return Step.act(
          new SessionState.Closed(),
          new SessionAction.Send(Replies.AUTH_WRONG),
          new SessionAction.Send(Replies.TOO_MANY_ERRORS),
          new SessionAction.Close());
    }
    return refuse(peer.withAuthFailure(), Replies.AUTH_WRONG);
  }

  private Step refuse(Peer peer, Reply reply) {
    return Session.refuse(rules, Session.atRest(peer), reply);
  }

  private static Optional<String> decode(String base64) {
    try {
      var octets = Base64.getDecoder().decode(base64);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (IllegalArgumentException | CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
