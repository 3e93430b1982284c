package org.postseal.verifier.verification;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postseal.authentication.dns.DomainName;

/**
 * How much waits for the DNS at once: questions that are open, and messages that wait for them. So
 * much in all, so much for the names of one domain, and so much for the clients of one network:
 * whose answers come slowly fills his own share and nobody else's.
 *
 * <p>Not done: shares that grow while nobody else wants the rest.
 */
final class WaitingRoom {
  /** Top-level domains of two letters have second levels, such as co.uk, as short as this. */
  private static final int SHORT_LABEL = 3;

  private static final int IPV4_NETWORK = 3;
  private static final int IPV6_NETWORK = 6;

  private final Limits limits;
  private final Map<Object, Integer> taken = new HashMap<>();
  private int all;

  /**
   * How much may wait.
   *
   * @param all of everybody
   * @param domain for the names of one domain
   * @param network for the messages of one network's clients
   */
  record Limits(int all, int domain, int network) {}

  /** A client's network: 24 bits of IPv4, 48 of IPv6. Our own host is none. */
  record Network(List<Byte> prefix) {
    static Network of(InetAddress client) {
      if (client.isLoopbackAddress()) {
        return new Network(List.of());
      }
      var octets = client.getAddress();
      int length = octets.length == 4 ? IPV4_NETWORK : IPV6_NETWORK;
      var prefix = new ArrayList<Byte>(length);
      for (int i = 0; i < length; i++) {
        prefix.add(octets[i]);
      }
      return new Network(prefix);
    }

    /** Behind a proxy on this host anybody may be. */
    boolean isKnown() {
      return !prefix.isEmpty();
    }
  }

  WaitingRoom(Limits limits) {
    this.limits = limits;
  }

  /** The domain that answers for a name, as far as a name tells: its last two or three labels. */
  static String domain(DomainName name) {
    var labels = name.labels();
    int count = labels.size();
    int kept =
        count > 2
                && labels.get(count - 1).length() < SHORT_LABEL
                && labels.get(count - 2).length() <= SHORT_LABEL
            ? 3
            : 2;
    return String.join(".", labels.subList(Math.max(0, count - kept), count));
  }

  /** Takes seats, if there are some. */
  synchronized boolean enter(Network network, String domain, int seats) {
    if (all + seats > limits.all()
        || taken.getOrDefault(domain, 0) + seats > limits.domain()
        || (network.isKnown() && taken.getOrDefault(network, 0) + seats > limits.network())) {
      return false;
    }
    all += seats;
    taken.merge(domain, seats, Integer::sum);
    taken.merge(network, seats, Integer::sum);
    return true;
  }

  synchronized void leave(Network network, String domain, int seats) {
    all -= seats;
    giveBack(domain, seats);
    giveBack(network, seats);
  }

  private void giveBack(Object key, int seats) {
    taken.computeIfPresent(key, (_, held) -> held > seats ? Integer.valueOf(held - seats) : null);
  }

  /** Seats taken. */
  synchronized int occupied() {
    return all;
  }
}
