package org.postseal.dns.authority;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.postseal.authentication.dns.DomainName;

/**
 * How a server presents itself, and what it bears.
 *
 * @param address where it listens, UDP and TCP; port 0 is a free one
 * @param nameServers its own names, as delegations have them, outside of the zones; the first is
 *     the SOA's
 * @param ttl of records
 * @param negativeTtl for how long a denial may be kept
 * @param limits what it bears
 */
public record AuthoritySettings(
    InetSocketAddress address,
    List<DomainName> nameServers,
    Duration ttl,
    Duration negativeTtl,
    Limits limits) {

  public AuthoritySettings {
    nameServers = List.copyOf(nameServers);
    if (nameServers.isEmpty()) {
      throw new IllegalArgumentException("a zone needs the name of a server");
    }
  }

  /**
   * Bounds.
   *
   * @param responsesPerSecond that one network gets by UDP; 0: without bound
   * @param tcpConnections at once; a network gets a quarter of them
   * @param tcpIdle after which a connection is closed
   */
  public record Limits(int responsesPerSecond, int tcpConnections, Duration tcpIdle) {
    public static final Limits USUAL = new Limits(200, 128, Duration.ofSeconds(10));
  }
}
