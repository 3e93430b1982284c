package org.postseal.relay.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  /** As operators may call it, too. */
  private record Host(HostKey key, Set<String> names) {
    static Host of(NextHop hop, Found found) {
      return new Host(new HostKey(hop.name(), found), Set.of(hop.name()));
    }
  }

  private record Known(Host host, long sinceNanos) {}

  HopHosts(MailExchangers exchangers) {
    this.exchangers = exchangers;
  }

  /** Without asking anybody. */
  Optional<HostKey> known(NextHop hop) {
    return switch (hop.route()) {
      case Route.Maildir _, Route.Discard _ ->
          Optional.of(new HostKey(hop.name(), Found.IN_SETTINGS));
      case Route.Lmtp _, Route.Smtp _, Route.MailExchangers _ -> remembered(hop).map(Host::key);
    };
  }

  /** Names and addresses of its hosts, the first to be tried first, as far as they are known. */
  Set<String> names(NextHop hop) {
    return remembered(hop).map(Host::names).orElse(Set.of());
  }

  private Optional<Host> remembered(NextHop hop) {
    synchronized (known) {
      var found = known.get(hop);
      return found == null || System.nanoTime() - found.sinceNanos() > REMEMBERED.toNanos()
          ? Optional.empty()
          : Optional.of(found.host());
    }
  }

  /** Asks the DNS, if need be. Blocks. */
  HostKey find(NextHop hop) {
    return known(hop)
        .orElseGet(
            () -> {
              var host = search(hop);
              synchronized (known) {
                known.remove(hop);
                known.put(hop, new Known(host, System.nanoTime()));
              }
              return host.key();
            });
  }

  private Host search(NextHop hop) {
    return switch (hop.route()) {
      case Route.Lmtp(var server) -> named(hop, server);
      case Route.Smtp(var server) -> named(hop, server.endpoint());
      case Route.MailExchangers() -> exchanger(hop);
      case Route.Maildir _, Route.Discard _ -> Host.of(hop, Found.IN_SETTINGS);
    };
  }

  private static Host named(NextHop hop, Endpoint server) {
    try {
      var addresses =
          Arrays.stream(InetAddress.getAllByName(server.host()))
              .map(InetAddress::getHostAddress)
              .sorted()
              .toList();
      var names = new LinkedHashSet<String>();
      names.add(lowerCase(server.host()));
      names.addAll(addresses);
      return new Host(
          new HostKey(String.join(",", addresses) + ":" + server.port(), Found.IN_SETTINGS), names);
    } catch (UnknownHostException _) {
      return new Host(new HostKey(hop.name(), Found.IN_SETTINGS), Set.of(lowerCase(server.host())));
    }
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private Host exchanger(NextHop hop) {
    return switch (exchangers.find(hop.domain())) {
      case HostSearch.Hosts(var names, _) -> {
        var addresses = new TreeSet<String>();
        for (var name : names) {
          if (exchangers.addresses(name) instanceof AddressSearch.Addresses(var found, _)) {
            found.forEach(address -> addresses.add(address.getHostAddress()));
          }
        }
        var all = new LinkedHashSet<String>();
        names.forEach(name -> all.add(name.ascii()));
        all.addAll(addresses);
        yield new Host(
            new HostKey(
                addresses.isEmpty() ? hop.name() : String.join(",", addresses), Found.IN_DNS),
            all);
      }
      case HostSearch.Literal(var address) ->
          new Host(
              new HostKey(address.getHostAddress(), Found.IN_DNS),
              Set.of(address.getHostAddress()));
      case HostSearch.Never _, HostSearch.NotNow _ -> Host.of(hop, Found.IN_DNS);
    };
  }
}
