package org.postseal.ingress.session;

import java.util.ArrayList;
import java.util.Optional;
import org.postseal.smtp.reply.Reply;

/**
 * The reply to EHLO (RFC 5321 §4.1.1.1): only what this client can use now is offered. AUTH is
 * offered inside of TLS and to accounts alone (RFC 4954 §4).
 */
final class EhloReply {
  private EhloReply() {}

  static Reply to(Peer peer, String clientName, SessionRules rules) {
    var lines = new ArrayList<String>(8);
    lines.add(rules.hostname() + " greets " + clientName);
    lines.add("PIPELINING");
    lines.add("SIZE " + rules.limits().size());
    lines.add("8BITMIME");
    if (rules.startTls() && peer.tls().isEmpty()) {
      lines.add("STARTTLS");
    }
    if (rules.listener().isForAccounts() && peer.tls().isPresent() && peer.account().isEmpty()) {
      lines.add("AUTH PLAIN");
    }
    lines.add("ENHANCEDSTATUSCODES");
    return new Reply(250, Optional.empty(), lines);
  }
}
