package org.postseal.ingress.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postseal.accounts.sasl.Mechanism;
import org.postseal.smtp.reply.Reply;

/**
 * The reply to EHLO (RFC 5321 §4.1.1.1): only what this client can use now is offered. AUTH is
 * offered inside of TLS and to accounts alone (RFC 4954 §4), REQUIRETLS inside of TLS (RFC 8689
 * §4.1) and so is XSIGNPOL, XCLIENT to peers trusted with it, and the limits are those that are
 * held (RFC 9422 §3).
 */
final class EhloReply {
  private EhloReply() {}

  static Reply to(Peer peer, String clientName, SessionRules rules) {
    var lines = new ArrayList<String>(8);
    lines.add(rules.hostname() + " greets " + clientName);
    lines.add("PIPELINING");
    lines.add("SIZE " + rules.limits().size());
    lines.add("8BITMIME");
    lines.add("SMTPUTF8");
    lines.add("CHUNKING");
    lines.add("DSN");
    if (rules.startTls() && peer.tls().isEmpty()) {
      lines.add("STARTTLS");
    }
    if (rules.listener().isForAccounts() && peer.account().isEmpty()) {
      peer.tls()
          .map(rules.accounts().mechanisms()::announced)
          .ifPresent(all -> addAuth(lines, all));
    }
    if (peer.tls().isPresent()) {
      lines.add("REQUIRETLS");
    }
    if (peer.tls().isPresent()) {
      rules
          .signpol()
          .filter(offer -> offer.isFor(peer.address()))
          .ifPresent(offer -> lines.add(offer.announcement().line()));
    }
    if (rules.mayIntroduce(peer)) {
      lines.add("XCLIENT NAME ADDR PORT PROTO HELO DESTADDR DESTPORT");
    }
    var limits = rules.limits();
    lines.add("LIMITS MAILMAX=" + limits.transactions() + " RCPTMAX=" + limits.recipients());
    lines.add("ENHANCEDSTATUSCODES");
    return new Reply(250, Optional.empty(), lines);
  }

  private static void addAuth(List<String> lines, List<Mechanism> mechanisms) {
    if (!mechanisms.isEmpty()) {
      lines.add(
          mechanisms.stream().map(Mechanism::word).collect(Collectors.joining(" ", "AUTH ", "")));
    }
  }
}
