package org.postseal.registry.nameserver;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The DNS server of our own, for {@code _domainkey} zones that are delegated to it. */
public interface NameServerSettings {

  /** Whether this replica answers the DNS. */
  @WithDefault("false")
  boolean enabled();

  /** The address it listens on, UDP and TCP. */
  @WithDefault("0.0.0.0")
  String address();

  /** The port it listens on; delegations lead to port 53, so something has to map that here. */
  @WithDefault("5353")
  int port();

  /** The names of the replicas, as NS records of delegations have them; the first is the SOA's. */
  Optional<List<String>> names();

  /**
   * A zone of ours below which every domain has its records once more, so that a domain need not
   * delegate: {@code s1._domainkey.example.com} may be an alias (CNAME) of {@code
   * s1._domainkey.example.com.} and this name.
   */
  Optional<String> hostedBelow();

  /** TTL of the records: how long a revocation may go unnoticed. */
  @WithDefault("5m")
  Duration ttl();

  /** How long resolvers may keep that there is no record: how long a new key waits for them. */
  @WithDefault("1m")
  Duration negativeTtl();

  /**
   * Answers a second that one network gets by UDP (IPv4 /24, IPv6 /56); beyond it is told to ask by
   * TCP or nothing. 0: without bound.
   */
  @WithDefault("200")
  int responsesPerSecond();

  /** TCP connections at once; one address gets a quarter of them. */
  @WithDefault("128")
  int tcpConnections();

  /** After which time an idle TCP connection is closed; a busy one after six times as long. */
  @WithDefault("10s")
  Duration tcpIdle();
}
