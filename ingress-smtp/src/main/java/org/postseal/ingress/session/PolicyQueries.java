package org.postseal.ingress.session;

import java.util.Optional;
import org.postseal.signingpolicy.Query;
import org.postseal.signingpolicy.Reading;
import org.postseal.signingpolicy.Statement;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.reply.Reply;

/**
 * {@code XSIGNPOL} ({@code docs/xsignpol.md}): inside of TLS, after EHLO, outside of a transaction,
 * which it leaves alone. To a client that may not ask it is a command that is not implemented.
 */
final class PolicyQueries {
  private final SessionRules rules;

  PolicyQueries(SessionRules rules) {
    this.rules = rules;
  }

  Step ask(SessionState.Resting state, SmtpCommand.Xsignpol command) {
    var peer = state.peer();
    var offer = offerTo(peer);
    if (offer.isEmpty()) {
      return refuse(state, Replies.NOT_IMPLEMENTED);
    }
    if (peer.tls().isEmpty()) {
      return refuse(state, Replies.TLS_FIRST);
    }
    if (peer.greeting().filter(said -> said.dialect() == Peer.Dialect.ESMTP).isEmpty()) {
      return refuse(state, Replies.EHLO_FIRST);
    }
    return switch (Query.read(command.argument())) {
      case Reading.Malformed<Query>(String reason) -> refuse(state, Replies.malformedQuery(reason));
      case Reading.WellFormed<Query>(Query query) ->
          Step.count(
              state,
              new Use.PolicyQuery(),
              Replies.TOO_MANY_QUERIES,
              () -> answer(state, query, offer.get().statements()));
    };
  }

  /** While a transaction is open. */
  Step refuse(SessionState.Transacting state) {
    return refuse(
        state,
        offerTo(state.peer()).isEmpty() ? Replies.NOT_IMPLEMENTED : Replies.NOT_IN_TRANSACTION);
  }

  private Optional<PolicyOffer> offerTo(Peer peer) {
    return rules.signpol().filter(offer -> offer.isFor(peer.address()));
  }

  private Step answer(SessionState.Resting state, Query query, OurStatements statements) {
    if (!statements.isComplete()) {
      return Step.reply(state, Replies.STATEMENTS_UNKNOWN);
    }
    var policy = statements.policy(query.domain());
    if (policy.isEmpty()) {
      return refuse(state, Replies.NOT_OUR_DOMAIN);
    }
    Optional<? extends Statement> stated =
        switch (query) {
          case Query.Policy _ -> policy;
          case Query.Key(var selector, var domain) -> statements.key(selector, domain);
        };
    return stated
        .map(statement -> Step.reply(state, Replies.stating(statement)))
        .orElseGet(() -> refuse(state, Replies.NO_SUCH_SELECTOR));
  }

  private Step refuse(SessionState.Open stay, Reply reply) {
    return Session.refuse(rules, stay, reply);
  }
}
