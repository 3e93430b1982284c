package org.postseal.smtpclient;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.hosts.AddressSearch;
import org.postseal.smtpclient.hosts.Endpoint;
import org.postseal.smtpclient.hosts.HostSearch;
import org.postseal.smtpclient.hosts.MailExchangers;

/**
 * The addresses to connect to for one next hop, one after the other; a host's addresses are looked
 * up when its turn comes. When there are no more, {@link #reason} says what stood in the way.
 */
final class Targets {
  private static final Outcome NO_ADDRESS =
      new Outcome.Failed("550 5.4.4 No mail exchanger has an address that can be used");

  private final MailExchangers exchangers;
  private final int port;
  private final Deque<DomainName> hosts = new ArrayDeque<>();
  private final Deque<Target> ready = new ArrayDeque<>();
  private Optional<Outcome> reason = Optional.empty();

  private Targets(MailExchangers exchangers, int port) {
    this.exchangers = exchangers;
    this.port = port;
  }

  /** The mail exchangers of a domain or address literal. */
  static Targets ofDomain(String domain, MailExchangers exchangers, int port) {
    return ofDomain(domain, exchangers, port, Set.of(HostSearch.Proof.values()));
  }

  /**
   * Those of a message that must not go to a host somebody else may have named (RFC 8689 §4.2.1).
   */
  static Targets ofDomainByProof(String domain, MailExchangers exchangers, int port) {
    return ofDomain(domain, exchangers, port, Set.of(HostSearch.Proof.PROVEN));
  }

  private static Targets ofDomain(
      String domain, MailExchangers exchangers, int port, Set<HostSearch.Proof> accepted) {
    var targets = new Targets(exchangers, port);
    switch (exchangers.find(domain)) {
      case HostSearch.Hosts(var names, var proof) when accepted.contains(proof) ->
          targets.hosts.addAll(names);
      case HostSearch.Hosts _ -> targets.reason = Optional.of(RequiredTls.unfit("DNSSEC"));
      case HostSearch.Literal(var address) -> targets.ready.add(targets.target(domain, address));
      case HostSearch.Never(var reply) -> targets.reason = Optional.of(new Outcome.Failed(reply));
      case HostSearch.NotNow(var reply) ->
          targets.reason = Optional.of(new Outcome.Deferred(reply));
    }
    return targets;
  }

  /**
   * A host an operator named: resolved as the system does it, since it may live in a hosts file.
   */
  static Targets ofEndpoint(Endpoint endpoint, MailExchangers exchangers) {
    var targets = new Targets(exchangers, endpoint.port());
    try {
      for (var address : InetAddress.getAllByName(endpoint.host())) {
        targets.ready.add(targets.target(endpoint.host(), address));
      }
    } catch (UnknownHostException _) {
      targets.reason =
          Optional.of(new Outcome.Deferred("451 4.4.3 The next hop's name cannot be resolved"));
    }
    return targets;
  }

  private Target target(String hostName, InetAddress address) {
    return new Target(hostName, new InetSocketAddress(address, port));
  }

  Optional<Target> next() {
    while (ready.isEmpty() && !hosts.isEmpty()) {
      var host = hosts.removeFirst();
      switch (exchangers.addresses(host)) {
        case AddressSearch.Addresses(var addresses) ->
            addresses.forEach(address -> ready.add(target(host.ascii(), address)));
        case AddressSearch.None() -> failed(NO_ADDRESS);
        case AddressSearch.NotNow(var why) -> failed(new Outcome.Deferred("451 4.4.3 DNS: " + why));
      }
    }
    return Optional.ofNullable(ready.pollFirst());
  }

  /**
   * Notes what one target came to. A temporary failure of any of them keeps the message alive, and
   * is what gets reported.
   */
  void failed(Outcome outcome) {
    if (reason.isEmpty() || !(reason.get() instanceof Outcome.Deferred)) {
      reason = Optional.of(outcome);
    } else if (outcome instanceof Outcome.Deferred) {
      reason = Optional.of(outcome);
    }
  }

  /** What to report for recipients no target took. */
  Outcome reason() {
    return reason.orElse(NO_ADDRESS);
  }
}
