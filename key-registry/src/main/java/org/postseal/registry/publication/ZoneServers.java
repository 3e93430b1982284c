package org.postseal.registry.publication;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.DnsjavaDns;
import org.postseal.smtpclient.hosts.ReachableAddresses;

/**
 * Finds the servers of the zone that holds a name: follows its aliases, then looks for NS records
 * there and at each name above (RFC 1034 §4.2.1). Whoever owns a domain says where its servers are,
 * so addresses of this machine and of private networks are not asked unless an operator allows it.
 */
public final class ZoneServers {

  private static final int MAX_ALIASES = 8;
  private static final int MAX_STEPS = 16;

  private final ReachableAddresses reachable;
  private final int port;
  private final int atMost;

  /**
   * Prepares.
   *
   * @param port where such servers listen: 53, but in tests
   * @param atMost servers of one zone that are asked
   */
  public ZoneServers(ReachableAddresses reachable, int port, int atMost) {
    this.reachable = reachable;
    this.port = port;
    this.atMost = atMost;
  }

  /** What came of it. */
  sealed interface Found {
    /** These hold {@code name}, which is the one asked for or the end of its aliases. */
    record Servers(DomainName name, List<Server> servers) implements Found {}

    record None(String reason) implements Found {}
  }

  /** A server, where it is, or why it is not asked. */
  record Server(DomainName name, List<InetSocketAddress> addresses, Optional<String> refusal) {}

  Found holding(DomainName name, DnsjavaDns recursive) {
    var held = name;
    for (int i = 0; i < MAX_ALIASES; i++) {
      if (!(recursive.aliases(held) instanceof DnsAnswer.Found<DomainName>(var targets, _, _))) {
        return above(held, recursive);
      }
      held = targets.getFirst();
    }
    return new Found.None("more than " + MAX_ALIASES + " aliases");
  }

  private Found above(DomainName held, DnsjavaDns recursive) {
    var at = Optional.of(held);
    for (int i = 0; i < MAX_STEPS && at.isPresent(); i++) {
      switch (recursive.nameServers(at.get())) {
        case DnsAnswer.Found<DomainName>(var names, _, _) -> {
          return new Found.Servers(
              held, names.stream().limit(atMost).map(ns -> server(ns, recursive)).toList());
        }
        case DnsAnswer.Unavailable<DomainName>(var reason) -> {
          return new Found.None("name servers not known: " + reason);
        }
        case DnsAnswer.NoRecords<DomainName> _, DnsAnswer.NoSuchDomain<DomainName> _ ->
            at = at.get().parent();
      }
    }
    return new Found.None("no name servers found");
  }

  private Server server(DomainName name, Dns recursive) {
    var addresses = new ArrayList<InetSocketAddress>();
    var refusal = Optional.of("has no address");
    for (var family : AddressFamily.values()) {
      switch (recursive.addresses(name, family)) {
        case DnsAnswer.Found<InetAddress>(var found, _, _) -> {
          for (var address : found) {
            var refused = reachable.refusal(address);
            if (refused.isEmpty()) {
              addresses.add(new InetSocketAddress(address, port));
            } else {
              refusal = refused.map(why -> "not asked at a " + why + " address");
            }
          }
        }
        case DnsAnswer.Unavailable<InetAddress>(var reason) -> refusal = Optional.of(reason);
        case DnsAnswer.NoRecords<InetAddress> _, DnsAnswer.NoSuchDomain<InetAddress> _ -> {}
      }
    }
    return new Server(name, addresses, addresses.isEmpty() ? refusal : Optional.empty());
  }
}
