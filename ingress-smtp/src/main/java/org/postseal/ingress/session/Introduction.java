package org.postseal.ingress.session;

import java.net.InetAddress;
import java.util.Optional;
import org.postseal.smtp.command.SmtpCommand;
import org.postseal.smtp.command.XclientAttribute;
import org.postseal.smtp.reply.Reply;

/**
 * XCLIENT (Postfix's XCLIENT protocol): a peer that is trusted with it passes somebody else's
 * commands on and says where they come from. The session then starts anew, with that address and
 * with a greeting; TLS, which is the peer's, stays.
 *
 * <p>Whether a peer is trusted depends on where its connection comes from, and not on what it said
 * of that: it may pass on one client after the other. Everything here is decided on by addresses,
 * so one that is not known ({@code [UNAVAILABLE]}) is refused rather than taken for the peer's;
 * without ADDR the address stays. The name in EHLO and not HELO= is what the client is called; NAME
 * and the other attributes are read and not used.
 */
final class Introduction {
  private final SessionRules rules;

  Introduction(SessionRules rules) {
    this.rules = rules;
  }

  Step begin(SessionState.Resting state, SmtpCommand.Xclient xclient) {
    var peer = state.peer();
    if (!rules.mayIntroduce(peer)) {
      return Session.refuse(rules, state, Replies.XCLIENT_UNTRUSTED);
    }
    if (xclient.address().filter(addr -> addr.address().isEmpty()).isPresent()) {
      return Session.refuse(rules, state, Replies.XCLIENT_ADDRESS_UNKNOWN);
    }
    var address =
        xclient
            .address()
            .flatMap(XclientAttribute.Addr::address)
            .map(InetAddress::getHostAddress)
            .orElse(peer.address());
    return Step.act(
        new SessionState.Admitting(peer.introduced(address)), new SessionAction.Admit(address));
  }

  /** What the entrance says of the client: a reply if it may not come in. */
  Step answered(SessionState state, Optional<Reply> refusal) {
    if (state instanceof SessionState.Admitting(var peer)) {
      return refusal
          .map(Step::replyAndClose)
          .orElseGet(
              () ->
                  Step.reply(new SessionState.Connected(peer), Replies.greeting(rules.hostname())));
    }
    throw Session.illegal(state, refusal);
  }
}
