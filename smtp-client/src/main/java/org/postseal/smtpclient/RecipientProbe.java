package org.postseal.smtpclient;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postseal.smtp.reply.Reply;
import org.postseal.smtpclient.tls.TlsJudge;

/**
 * Asks a server about one mailbox: greets it, with TLS where that works, names the null
 * reverse-path and the recipient, and leaves without sending anything. Blocks.
 */
public final class RecipientProbe {
  private static final Duration HEAD_START = Duration.ofMillis(250);

  private final Server server;
  private final Protocol protocol;
  private final Dialogue dialogue;
  private final TlsRules rules;
  private final Watch watch;

  /** What came of a question. */
  public sealed interface Answer {
    /** The reply to RCPT. */
    record Replied(Reply reply) implements Answer {}

    /** It did not come to that. */
    record None(String reason) implements Answer {}
  }

  public RecipientProbe(
      Server server, Protocol protocol, Dialogue dialogue, TlsRules rules, Watch watch) {
    this.server = server;
    this.protocol = protocol;
    this.dialogue = dialogue;
    this.rules = rules;
    this.watch = watch;
  }

  /**
   * Asks.
   *
   * @param forwardPath without angle brackets
   * @param time for all of it
   */
  public Answer ask(String forwardPath, Duration time) {
    var budget = Budget.of(time);
    try {
      var addresses = InetAddress.getAllByName(server.endpoint().host());
      var tls = new DomainTls("", rules, dialogue.startTls(), Transaction.TlsWish.AS_POLICIES_SAY);
      var host =
          new HostTarget(
              server.endpoint().host(),
              server.endpoint().port(),
              List.of(addresses),
              new HostTarget.Security(
                  tls.ofNamed(server.security()),
                  server.security() == Server.Security.IMPLICIT,
                  false,
                  rules.credentials().of(server.endpoint())));
      return ask(host, forwardPath, tls, budget);
    } catch (UnknownHostException _) {
      return new Answer.None("the name cannot be resolved");
    } catch (HopLostException e) {
      return new Answer.None(e.outcome().reply());
    }
  }

  private Answer ask(HostTarget host, String forwardPath, DomainTls tls, Budget budget)
      throws HopLostException {
    try {
      return ask(speak(host, tls, budget), forwardPath);
    } catch (HopLostException e) {
      if (!e.stage().isOfTls() || host.security().policy().isBinding()) {
        throw e;
      }
      return ask(speak(host.inTheClear(e.defect()), tls, budget), forwardPath);
    }
  }

  private Session speak(HostTarget host, DomainTls tls, Budget budget) throws HopLostException {
    var socket =
        Reaching.connect(
            new ArrayList<>(host.addresses()),
            host.port(),
            HEAD_START,
            budget.atMost(dialogue.timeouts().connect()));
    return Opening.of(
        Wire.over(socket, watch, dialogue.timeouts(), budget),
        new Opening.Parties(host, protocol, dialogue.clientName()),
        new TlsJudge(rules.authorities()),
        tls);
  }

  private static Answer ask(Session session, String forwardPath) throws HopLostException {
    try {
      var reply = session.ask(forwardPath);
      session.quit();
      return reply.<Answer>map(Answer.Replied::new).orElse(new Answer.None("MAIL was refused"));
    } catch (HopLostException e) {
      session.close();
      throw e;
    }
  }
}
