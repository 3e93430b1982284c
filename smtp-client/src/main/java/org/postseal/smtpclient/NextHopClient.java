package org.postseal.smtpclient;

import java.time.Duration;
import java.util.Map;
import org.postseal.smtpclient.hosts.Endpoint;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.tls.TlsJudge;

/**
 * Hands one message to one next hop and says what became of every recipient, whatever happens.
 * Blocks; meant for virtual threads.
 *
 * <p>Each host is tried in turn, over a connection that is open already if there is one, until no
 * recipient is undecided. A recipient is undecided as long as the message was certainly not taken
 * for it: then another connection or another host may be asked. A 4yz to MAIL, RCPT or DATA
 * decides: asking the next host at once would defeat greylisting and load limits, and the retry
 * begins anew.
 */
public final class NextHopClient {
  private final MailExchangers exchangers;
  private final Habits habits;
  private final Connections connections;
  private final Watch watch;

  /**
   * Where and how long to try.
   *
   * @param mxPort the port of mail exchangers: 25 but in tests
   * @param budget of one attempt, over all hosts, connections and transactions
   * @param headStart of one address of a host before the next is tried as well
   */
  public record Reach(int mxPort, Duration budget, Duration headStart) {
    /** With the quarter of a second that RFC 8305 §5 recommends. */
    public Reach(int mxPort, Duration budget) {
      this(mxPort, budget, Duration.ofMillis(250));
    }
  }

  /** How others are gone about. */
  public record Habits(Dialogue dialogue, TlsRules tls, HostPace pace, Reach reach) {}

  public NextHopClient(
      MailExchangers exchangers, Habits habits, Connections connections, Watch watch) {
    this.exchangers = exchangers;
    this.habits = habits;
    this.connections = connections;
    this.watch = watch;
  }

  /** Without anybody's policy about TLS, at the usual pace. */
  public NextHopClient(
      MailExchangers exchangers,
      Dialogue dialogue,
      Connections connections,
      Watch watch,
      Reach reach) {
    this(
        exchangers,
        new Habits(dialogue, TlsRules.none(), new HostPace(HostPace.Limits.DEFAULT), reach),
        connections,
        watch);
  }

  /** To the mail exchangers of a domain: an outcome for each forward-path. */
  public Map<String, Outcome> sendToDomain(String domain, Transaction transaction) {
    return deliverToDomain(domain, transaction).outcomes();
  }

  /** To the server an operator named: an outcome for each forward-path. */
  public Map<String, Outcome> sendTo(Endpoint server, Protocol protocol, Transaction transaction) {
    return deliverTo(Server.of(server), protocol, transaction).outcomes();
  }

  /** To the mail exchangers of a domain, with what there is to report. */
  public Sent deliverToDomain(String domain, Transaction transaction) {
    var tls = tls(domain, transaction);
    return attempt(domain, Protocol.SMTP, transaction, tls)
        .run(() -> Targets.ofDomain(domain, exchangers, tls, habits.reach().mxPort()));
  }

  /** To the server an operator named, with what there is to report. */
  public Sent deliverTo(Server server, Protocol protocol, Transaction transaction) {
    // RFC 8689 §5: LMTP is the last step; what it is spoken over is the operator's own affair.
    var asked = protocol == Protocol.LMTP ? transaction.withoutRequiredTls() : transaction;
    var tls = tls("", asked);
    var login = habits.tls().credentials().of(server.endpoint());
    return attempt(server.toString(), protocol, asked, tls)
        .run(() -> Targets.ofServer(server, login, exchangers, tls));
  }

  private DomainTls tls(String domain, Transaction transaction) {
    return new DomainTls(
        domain, habits.tls(), habits.dialogue().startTls(), transaction.requests().tls());
  }

  private Attempt attempt(
      String nextHop, Protocol protocol, Transaction transaction, DomainTls tls) {
    var judge = new TlsJudge(habits.tls().authorities());
    return new Attempt(
        habits, connections, new Attempt.Means(watch, judge, tls), nextHop, protocol, transaction);
  }
}
