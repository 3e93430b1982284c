package org.postseal.smtpclient;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.hosts.AddressSearch;
import org.postseal.smtpclient.hosts.HostSearch;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.tls.PolicyType;
import org.postseal.smtpclient.tls.TlsDefect;
import org.postseal.smtpclient.tls.TlsPolicy;

/**
 * The hosts to try for one next hop, one after the other; a host's addresses and what TLS with it
 * has to prove are looked up when its turn comes. When there are no more, {@link #reason} says what
 * stood in the way.
 */
final class Targets {
  private static final Outcome NO_ADDRESS =
      new Outcome.Failed("550 5.4.4 No mail exchanger has an address that can be used");

  private final MailExchangers exchangers;
  private final DomainTls tls;
  private final int port;
  private final Deque<DomainName> hosts = new ArrayDeque<>();
  private final Deque<HostTarget> ready = new ArrayDeque<>();
  private HostSearch.Proof proof = HostSearch.Proof.NOT_PROVEN;
  private Optional<Setback> reason = Optional.empty();

  private Targets(MailExchangers exchangers, DomainTls tls, int port) {
    this.exchangers = exchangers;
    this.tls = tls;
    this.port = port;
  }

  /** The mail exchangers of a domain or address literal. */
  static Targets ofDomain(String domain, MailExchangers exchangers, DomainTls tls, int port) {
    var targets = new Targets(exchangers, tls, port);
    switch (exchangers.find(domain)) {
      case HostSearch.Hosts(var names, var proof) -> {
        targets.proof = proof;
        targets.hosts.addAll(names);
      }
      case HostSearch.Literal(var address) ->
          targets.ready.add(
              new HostTarget(
                  address.getHostAddress(),
                  port,
                  List.of(address),
                  tls.security(tls.ofNamed(Server.Security.OPPORTUNISTIC))));
      case HostSearch.Never(var reply) -> targets.failed(new Outcome.Failed(reply));
      case HostSearch.NotNow(var reply) -> targets.failed(new Outcome.Deferred(reply));
    }
    return targets;
  }

  /**
   * A host an operator named: resolved as the system does it, since it may live in a hosts file,
   * and wherever it leads.
   */
  static Targets ofServer(
      Server server, Optional<Credentials.Login> login, MailExchangers exchangers, DomainTls tls) {
    var endpoint = server.endpoint();
    var targets = new Targets(exchangers, tls, endpoint.port());
    try {
      targets.ready.add(
          new HostTarget(
              endpoint.host(),
              endpoint.port(),
              sixFirst(InetAddress.getAllByName(endpoint.host())),
              new HostTarget.Security(
                  tls.ofNamed(server.security()),
                  server.security() == Server.Security.IMPLICIT,
                  tls.requiresTls(),
                  login)));
    } catch (UnknownHostException _) {
      targets.failed(new Outcome.Deferred("451 4.4.3 The next hop's name cannot be resolved"));
    }
    return targets;
  }

  /** RFC 8305 §4: the families by turns, in the system's order within each. */
  private static List<InetAddress> sixFirst(InetAddress[] found) {
    var six = new ArrayDeque<InetAddress>();
    var four = new ArrayDeque<InetAddress>();
    Arrays.stream(found)
        .forEach(address -> (address.getAddress().length == 4 ? four : six).add(address));
    var all = new ArrayList<InetAddress>();
    while (!six.isEmpty() || !four.isEmpty()) {
      Optional.ofNullable(six.poll()).ifPresent(all::add);
      Optional.ofNullable(four.poll()).ifPresent(all::add);
    }
    return all;
  }

  Optional<HostTarget> next() {
    while (ready.isEmpty() && !hosts.isEmpty()) {
      var host = hosts.removeFirst();
      switch (exchangers.addresses(host)) {
        case AddressSearch.Addresses(var addresses, var ofAddresses) ->
            add(host, addresses, ofAddresses);
        case AddressSearch.None() -> failed(NO_ADDRESS);
        case AddressSearch.NotNow(var why) -> failed(new Outcome.Deferred("451 4.4.3 DNS: " + why));
      }
    }
    return Optional.ofNullable(ready.pollFirst());
  }

  private void add(DomainName host, List<InetAddress> addresses, HostSearch.Proof ofAddresses) {
    var proven = proof == HostSearch.Proof.PROVEN;
    switch (tls.ofExchanger(host, port, proven, ofAddresses == HostSearch.Proof.PROVEN)) {
      case DomainTls.Ruling.Allowed(TlsPolicy.Unusable policy) -> {
        tls.failed(PolicyType.TLSA, TlsDefect.DNSSEC_INVALID, host.ascii(), "");
        notAllowed(
            host,
            new Outcome.Deferred("451 4.7.5 DANE: TLSA records cannot be had: " + policy.reason()),
            policy,
            TlsDefect.DNSSEC_INVALID);
      }
      case DomainTls.Ruling.Allowed(var policy) ->
          ready.add(new HostTarget(host.ascii(), port, addresses, tls.security(policy)));
      case DomainTls.Ruling.Forbidden(var why, var policy, var defect) ->
          notAllowed(host, why, policy, defect);
    }
  }

  private void notAllowed(DomainName host, Outcome why, TlsPolicy policy, TlsDefect defect) {
    var used = TlsUsed.none(policy, Optional.of(defect));
    failed(
        new Setback(
            why, Optional.of(new Via(host.ascii(), Optional.empty(), used, Via.Contact.NONE))));
  }

  private void failed(Outcome outcome) {
    failed(Setback.of(outcome));
  }

  /**
   * Notes what one target came to. A temporary failure of any of them keeps the message alive, and
   * is what gets reported.
   */
  void failed(Setback setback) {
    if (!mayPass() || setback.outcome() instanceof Outcome.Deferred) {
      reason = Optional.of(setback);
    }
  }

  private boolean mayPass() {
    return reason.map(Setback::outcome).filter(Outcome.Deferred.class::isInstance).isPresent();
  }

  /** Notes that the rest is not tried; what a host said before that says more, if it may pass. */
  void givenUp(Outcome outcome) {
    if (!mayPass()) {
      reason = Optional.of(Setback.of(outcome));
    }
  }

  /** What to report for recipients no target took. */
  Setback reason() {
    return reason.orElseGet(() -> Setback.of(NO_ADDRESS));
  }
}
