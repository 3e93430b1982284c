package org.postseal.smtpclient;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.smtpclient.tls.TlsJudge;

/** One attempt at one next hop: its hosts in turn, until no recipient is undecided. */
final class Attempt {
  private static final Outcome OUT_OF_TIME =
      new Outcome.Deferred("451 4.4.7 The time of one attempt is over");

  private final NextHopClient.Habits habits;
  private final Connections connections;
  private final Means means;
  private final Protocol protocol;
  private final Transaction transaction;
  private final Decisions decisions;
  private final Terms terms;

  /** What sessions are made with. */
  record Means(Watch watch, TlsJudge judge, DomainTls tls) {}

  /** Finds the hosts. */
  interface TargetSearch {
    Targets search();
  }

  Attempt(
      NextHopClient.Habits habits,
      Connections connections,
      Means means,
      String nextHop,
      Protocol protocol,
      Transaction transaction) {
    this.habits = habits;
    this.connections = connections;
    this.means = means;
    this.protocol = protocol;
    this.transaction = transaction;
    this.decisions = new Decisions(transaction.forwardPaths());
    this.terms =
        new Terms(
            Budget.of(habits.reach().budget()),
            habits.dialogue().sendsEightBitsTo(nextHop)
                ? Terms.EightBit.AS_IS
                : Terms.EightBit.REFUSED);
  }

  Sent run(TargetSearch search) {
    var targets = search.search();
    while (!decisions.isComplete()) {
      if (terms.budget().isHalfSpent()) {
        targets.givenUp(OUT_OF_TIME);
        break;
      }
      var host = targets.next();
      if (host.isEmpty()) {
        break;
      }
      visit(host.get()).ifPresent(targets::failed);
    }
    decisions.close(targets.reason());
    return decisions.sent(means.tls().facts());
  }

  /** Why recipients are left undecided, if some are. */
  private Optional<Setback> visit(HostTarget host) {
    var refusal = habits.pace().enter(host.name(), host.host(), terms.budget());
    if (refusal.isPresent()) {
      return refusal.map(why -> Setback.of(why, host));
    }
    var result = HostPace.Result.NEITHER;
    int before = decisions.count();
    try {
      useOpenConnections(host);
      var failure = decisions.isComplete() ? Optional.<Setback>empty() : connect(host);
      result =
          failure.isEmpty() || decisions.count() > before
              ? HostPace.Result.WORKED
              : HostPace.Result.FAILED;
      return failure;
    } finally {
      habits.pace().leave(host.host(), result);
    }
  }

  /** One kept open may have died since; each such loss costs no more than the next try. */
  private void useOpenConnections(HostTarget host) {
    while (!decisions.isComplete() && !terms.budget().isHalfSpent()) {
      var open = connections.borrow(host.key(protocol));
      if (open.isEmpty()) {
        return;
      }
      open.get().within(terms.budget());
      var _ = use(open.get(), host);
    }
  }

  private Optional<Setback> connect(HostTarget host) {
    var addresses = new ArrayList<>(host.addresses());
    var outOfTime = Setback.of(OUT_OF_TIME, host);
    var failure = Optional.of(outOfTime);
    while (!decisions.isComplete() && !addresses.isEmpty() && !terms.budget().isHalfSpent()) {
      int before = decisions.count();
      try {
        var session = open(host, addresses);
        failure = use(session, host);
        if (failure.isPresent() && decisions.count() == before) {
          session.via().address().ifPresent(addresses::remove);
        }
      } catch (HopLostException e) {
        failure =
            Optional.of(new Setback(e.outcome(), e.by().or(() -> Optional.of(host.notReached()))));
      }
    }
    return decisions.isComplete() ? Optional.empty() : failure.or(() -> Optional.of(outOfTime));
  }

  /**
   * RFC 7435: where TLS is not demanded, TLS that does not work out must not cost the mail.
   *
   * @param addresses left; one that leads to no session is taken out
   */
  private Session open(HostTarget host, List<InetAddress> addresses) throws HopLostException {
    var wire = reach(host, addresses);
    var address = wire.address();
    try {
      return speak(wire, host);
    } catch (HopLostException e) {
      if (!e.stage().isOfTls() || host.security().policy().isBinding()) {
        addresses.remove(address);
        throw e;
      }
      return inTheClear(host, address, addresses, e);
    }
  }

  private Session inTheClear(
      HostTarget host, InetAddress address, List<InetAddress> addresses, HopLostException withTls)
      throws HopLostException {
    try {
      var wire = reach(host, new ArrayList<>(List.of(address)));
      return speak(wire, host.inTheClear(withTls.defect()));
    } catch (HopLostException e) {
      addresses.remove(address);
      throw switch (e.stage()) {
        case CONNECT, GREETING -> withTls; // what went wrong first says more
        default -> e;
      };
    }
  }

  private Wire reach(HostTarget host, List<InetAddress> addresses) throws HopLostException {
    var timeouts = habits.dialogue().timeouts();
    var socket =
        Reaching.connect(
            addresses,
            host.port(),
            habits.reach().headStart(),
            terms.budget().atMost(timeouts.connect()));
    return Wire.over(socket, means.watch(), timeouts, terms.budget());
  }

  private Session speak(Wire wire, HostTarget host) throws HopLostException {
    return Opening.of(
        wire,
        new Opening.Parties(host, protocol, habits.dialogue().clientName()),
        means.judge(),
        means.tls());
  }

  /**
   * Sends to everybody undecided, in as many transactions as it takes.
   *
   * @return why it could not, if the session was lost
   */
  private Optional<Setback> use(Session session, HostTarget host) {
    try {
      for (var due = decisions.undecided();
          !due.isEmpty() && !session.isExhausted() && !terms.budget().isHalfSpent();
          due = decisions.undecided()) {
        var some = due.subList(0, session.atOnce(due, habits.dialogue().recipients()));
        session.send(transaction.withForwardPaths(some), terms, decisions);
      }
      session.withoutBudget();
      connections.giveBack(host.key(protocol), session);
      return Optional.empty();
    } catch (HopLostException e) {
      session.close();
      return Optional.of(new Setback(e.outcome(), Optional.of(session.via())));
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }
}
