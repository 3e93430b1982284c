package org.postseal.relay.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postseal.relay.route.NextHop;
import org.postseal.relay.route.Route;
import org.postseal.relay.sharing.HostKey;
import org.postseal.relay.sharing.HostKey.Found;
import org.postseal.smtpclient.hosts.AddressSearch;
import org.postseal.smtpclient.hosts.Endpoint;
import org.postseal.smtpclient.hosts.HostSearch;
import org.postseal.smtpclient.hosts.MailExchangers;

/**
 * Which host a next hop is: the addresses it leads to, so that any number of domains on one host
 * share its places. Remembered for some minutes, since it only decides who shares with whom. A next
 * hop that leads nowhere now is a host of its own.
 */
final class HopHosts {
  private static final Duration REMEMBERED = Duration.ofMinutes(5);
  private static final int MOST = 20_000;

  private final MailExchangers exchangers;
  private final Map<NextHop, Known> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NextHop, Known> eldest) {
          return size() > MOST;
        }
      };

  private record Known(HostKey key, long sinceNanos) {}

  HopHosts(MailExchangers exchangers) {
    this.exchangers = exchangers;
  }

  /** Without asking anybody. */
  Optional<HostKey> known(NextHop hop) {
    return switch (hop.route()) {
      case Route.Maildir _, Route.Discard _ ->
          Optional.of(new HostKey(hop.name(), Found.IN_SETTINGS));
      case Route.Lmtp _, Route.Smtp _, Route.MailExchangers _ -> remembered(hop);
    };
  }

  private Optional<HostKey> remembered(NextHop hop) {
    synchronized (known) {
      var found = known.get(hop);
      return found == null || System.nanoTime() - found.sinceNanos() > REMEMBERED.toNanos()
          ? Optional.empty()
          : Optional.of(found.key());
    }
  }

  /** Asks the DNS, if need be. Blocks. */
  HostKey find(NextHop hop) {
    return known(hop)
        .orElseGet(
            () -> {
              var key = search(hop);
              synchronized (known) {
                known.remove(hop);
                known.put(hop, new Known(key, System.nanoTime()));
              }
              return key;
            });
  }

  private HostKey search(NextHop hop) {
    return switch (hop.route()) {
      case Route.Lmtp(var server) -> named(hop, server);
      case Route.Smtp(var server) -> named(hop, server.endpoint());
      case Route.MailExchangers() -> exchanger(hop);
      case Route.Maildir _, Route.Discard _ -> new HostKey(hop.name(), Found.IN_SETTINGS);
    };
  }

  private static HostKey named(NextHop hop, Endpoint server) {
    try {
      var addresses =
          Arrays.stream(InetAddress.getAllByName(server.host()))
              .map(InetAddress::getHostAddress)
              .sorted()
              .collect(Collectors.joining(","));
      return new HostKey(addresses + ":" + server.port(), Found.IN_SETTINGS);
    } catch (UnknownHostException _) {
      return new HostKey(hop.name(), Found.IN_SETTINGS);
    }
  }

  private HostKey exchanger(NextHop hop) {
    return switch (exchangers.find(hop.domain())) {
      case HostSearch.Hosts(var names, _) -> {
        var addresses = new TreeSet<String>();
        for (var name : names) {
          if (exchangers.addresses(name) instanceof AddressSearch.Addresses(var found, _)) {
            found.forEach(address -> addresses.add(address.getHostAddress()));
          }
        }
        yield new HostKey(
            addresses.isEmpty() ? hop.name() : String.join(",", addresses), Found.IN_DNS);
      }
      case HostSearch.Literal(var address) -> new HostKey(address.getHostAddress(), Found.IN_DNS);
      case HostSearch.Never _, HostSearch.NotNow _ -> new HostKey(hop.name(), Found.IN_DNS);
    };
  }
}
