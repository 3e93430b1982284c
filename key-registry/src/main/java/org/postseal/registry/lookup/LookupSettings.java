package org.postseal.registry.lookup;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How other domains' keys are looked up. */
public interface LookupSettings {

  /** Resolvers as address, address:port or [address]:port; none means the operating system's. */
  Optional<List<String>> dnsServers();

  /** Whether these validate DNSSEC and nobody can tamper with the path to them. */
  @WithDefault("false")
  boolean dnsTrustsAuthenticatedData();

  /** How long the DNS may take over one question, all servers and CNAMEs together. */
  @WithDefault("8s")
  Duration dnsPatience();

  /**
   * After which time a caller is told {@code pending} and may ask the DNS itself; below the 500 ms
   * that verifiers wait for the registry.
   */
  @WithDefault("400ms")
  Duration answerWithin();

  /** Bound on a TTL. */
  @WithDefault("1h")
  Duration maxTtl();

  /** Bound on the TTL of NXDOMAIN and NODATA. */
  @WithDefault("5m")
  Duration maxNegativeTtl();

  /** How long after a failure the DNS is not asked again. */
  @WithDefault("5s")
  Duration failureTtl();

  /** Octets that kept answers may take. */
  @WithDefault("33554432")
  long cacheOctets();
}
