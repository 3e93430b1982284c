package org.postseal.ingress.recipients;

import java.time.Duration;
import org.jboss.logging.Logger;
import org.postseal.ingress.session.RecipientCheck;
import org.postseal.smtp.path.Mailbox;
import org.postseal.smtp.reply.Reply;
import org.postseal.smtpclient.Dialogue;
import org.postseal.smtpclient.Protocol;
import org.postseal.smtpclient.RecipientProbe;
import org.postseal.smtpclient.Server;
import org.postseal.smtpclient.Timeouts;
import org.postseal.smtpclient.TlsRules;
import org.postseal.smtpclient.Watch;

/**
 * Asks one next hop about one mailbox, as the relay would speak to it: with TLS where that works,
 * and with the same limits on what it may reply. Blocks; each question has a connection of its own.
 */
final class NextHopCallout {
  private static final Logger LOG = Logger.getLogger(NextHopCallout.class);
  private static final int ADDRESSING = 1;
  private static final int MAILBOX = 2;

  private static final int ALL_RECIPIENTS = 1;

  private final Hop hop;
  private final RecipientProbe probe;

  /**
   * Whom to ask.
   *
   * @param clientName what we call ourselves
   * @param timeout for the whole question
   */
  record Hop(Server server, Protocol protocol, String clientName, Duration timeout) {}

  NextHopCallout(Hop hop, Watch watch) {
    this.hop = hop;
    var timeout = hop.timeout();
    var dialogue =
        new Dialogue(
            hop.clientName(),
            Dialogue.StartTls.WHERE_OFFERED,
            new Timeouts(timeout, timeout, timeout, timeout, timeout, timeout),
            ALL_RECIPIENTS);
    this.probe = new RecipientProbe(hop.server(), hop.protocol(), dialogue, TlsRules.none(), watch);
  }

  RecipientCheck.Answer ask(Mailbox mailbox) {
    return switch (probe.ask(mailbox.toString(), hop.timeout())) {
      case RecipientProbe.Answer.Replied(var reply) -> judge(reply);
      case RecipientProbe.Answer.None(var reason) -> {
        LOG.warnf("%s did not say who exists: %s", hop.server(), reason);
        yield RecipientCheck.Answer.UNDECIDED;
      }
    };
  }

  /**
   * Unknown is only what is said about the address or the mailbox (RFC 3463 §3.2 and §3.3), or what
   * 550, 551 and 553 mean without more words; a refusal of ours, or a full mailbox, decides
   * nothing.
   */
  private static RecipientCheck.Answer judge(Reply reply) {
    if (reply.isPositive()) {
      return RecipientCheck.Answer.EXISTS;
    }
    if (!reply.isPermanent()) {
      return RecipientCheck.Answer.UNDECIDED;
    }
    boolean unknown =
        reply
            .status()
            .map(
                status ->
                    status.subject() == ADDRESSING
                        || (status.subject() == MAILBOX && status.detail() <= 1))
            .orElse(reply.code() == 550 || reply.code() == 551 || reply.code() == 553);
    return unknown ? RecipientCheck.Answer.UNKNOWN : RecipientCheck.Answer.UNDECIDED;
  }
}
