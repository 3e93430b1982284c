package org.postseal.smtpclient;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.postseal.smtpclient.hosts.Endpoint;
import org.postseal.smtpclient.hosts.MailExchangers;

/**
 * Hands one message to one next hop and says what became of every recipient, whatever happens.
 * Blocks; meant for virtual threads.
 *
 * <p>An open connection is tried first, then each address of each host in turn, until no recipient
 * is undecided. A recipient is undecided as long as the message was certainly not taken for it:
 * then another host may be asked. A 4yz to MAIL, RCPT or DATA decides: asking the next host at once
 * would defeat greylisting and load limits, and the retry begins anew.
 */
public final class NextHopClient {
  private final MailExchangers exchangers;
  private final Dialogue dialogue;
  private final Connections connections;
  private final Watch watch;
  private final Reach reach;
  private final SSLSocketFactory requiredTls;

  /**
   * Where and how long to try.
   *
   * @param mxPort the port of mail exchangers: 25 but in tests
   * @param budget no further host is begun after this long
   */
  public record Reach(int mxPort, Duration budget) {}

  public NextHopClient(
      MailExchangers exchangers,
      Dialogue dialogue,
      Connections connections,
      Watch watch,
      Reach reach) {
    this(exchangers, dialogue, connections, watch, reach, RequiredTls.factory());
  }

  /** With authorities of one's own, for messages that require TLS. */
  NextHopClient(
      MailExchangers exchangers,
      Dialogue dialogue,
      Connections connections,
      Watch watch,
      Reach reach,
      SSLSocketFactory requiredTls) {
    this.exchangers = exchangers;
    this.dialogue = dialogue;
    this.connections = connections;
    this.watch = watch;
    this.reach = reach;
    this.requiredTls = requiredTls;
  }

  /** To the mail exchangers of a domain. */
  public Map<String, Outcome> sendToDomain(String domain, Transaction transaction) {
    var attempt = new Attempt("mx:" + domain, Protocol.SMTP, transaction);
    return attempt.run(
        () ->
            transaction.requests().requireTls()
                ? Targets.ofDomainByProof(domain, exchangers, reach.mxPort())
                : Targets.ofDomain(domain, exchangers, reach.mxPort()));
  }

  /** To the server an operator named. */
  public Map<String, Outcome> sendTo(Endpoint server, Protocol protocol, Transaction transaction) {
    // RFC 8689 §5: LMTP is the last step; what it is spoken over is the operator's own affair.
    var asked = protocol == Protocol.LMTP ? transaction.withoutRequiredTls() : transaction;
    var attempt = new Attempt(protocol + ":" + server, protocol, asked);
    return attempt.run(() -> Targets.ofEndpoint(server, exchangers));
  }

  /** Finds targets only when no open connection would do: reuse saves the DNS as well. */
  private interface TargetSearch {
    Targets search();
  }

  private final class Attempt {
    private final String destination;
    private final Protocol protocol;
    private final Transaction transaction;
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private final long began = System.nanoTime();

    Attempt(String destination, Protocol protocol, Transaction transaction) {
      // a connection to a host that was not verified is of no use where one must be
      this.destination = transaction.requests().requireTls() ? "tls:" + destination : destination;
      this.protocol = protocol;
      this.transaction = transaction;
    }

    Map<String, Outcome> run(TargetSearch search) {
      useOpenConnections();
      if (!undecided().isEmpty()) {
        connect(search.search());
      }
      return outcomes;
    }

    /** One kept open may have died since; each such loss costs no more than the next try. */
    private void useOpenConnections() {
      while (!undecided().isEmpty()) {
        var open = connections.borrow(destination);
        if (open.isEmpty()) {
          return;
        }
        var _ = use(open.get());
      }
    }

    private void connect(Targets targets) {
      for (var target = targets.next(); target.isPresent(); target = targets.next()) {
        try {
          Optional<Outcome> failure;
          do {
            failure = use(open(target.get()));
          } while (failure.isEmpty() && !undecided().isEmpty()); // it takes no more in one session
          failure.ifPresent(targets::failed);
        } catch (HopLostException e) {
          targets.failed(e.outcome());
        }
        if (undecided().isEmpty() || System.nanoTime() - began > reach.budget().toNanos()) {
          break;
        }
      }
      undecided().forEach(path -> outcomes.put(path, targets.reason()));
    }

    /** RFC 7435: where TLS is not demanded, a handshake that fails must not cost the mail. */
    private Session open(Target target) throws HopLostException {
      if (transaction.requests().requireTls()) {
        var required = dialogue.with(new Dialogue.Tls.Required(requiredTls));
        return Opening.of(target, protocol, required, watch);
      }
      try {
        return Opening.of(target, protocol, dialogue, watch);
      } catch (HopLostException e) {
        if (e.stage() != Stage.HANDSHAKE) {
          throw e;
        }
        return Opening.of(target, protocol, dialogue.with(new Dialogue.Tls.Never()), watch);
      }
    }

    /**
     * Sends to everybody undecided, in as many transactions as it takes.
     *
     * @return why it could not, if the session was lost
     */
    private Optional<Outcome> use(Session session) {
      try {
        for (var due = undecided(); !due.isEmpty() && !session.isExhausted(); due = undecided()) {
          var some = due.subList(0, session.atOnce(due, dialogue.recipients()));
          session.send(transaction.withForwardPaths(some), outcomes);
        }
        connections.giveBack(destination, session);
        return Optional.empty();
      } catch (HopLostException e) {
        session.close();
        return Optional.of(e.outcome());
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    }

    private List<String> undecided() {
      return transaction.forwardPaths().stream()
          .filter(path -> !outcomes.containsKey(path))
          .toList();
    }
  }
}
