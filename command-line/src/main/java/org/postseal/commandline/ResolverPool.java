package org.postseal.commandline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.postseal.authentication.dns.Dns;
import org.postseal.dns.CachingDns;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;

/** One DNS and one cache per resolver named; caches are never shared. */
final class ResolverPool {
  private final Duration timeout;
  private final ConcurrentMap<String, Dns> byName = new ConcurrentHashMap<>();

  ResolverPool(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * The DNS behind that resolver, or behind the system's.
   *
   * @throws Unusable if it is no address of a DNS server
   */
  Dns get(Optional<String> resolver) {
    return byName.computeIfAbsent(resolver.orElse(""), this::open);
  }

  private Dns open(String resolver) {
    try {
      ResolverSettings settings =
          ResolverSettings.parse(resolver.isEmpty() ? List.of() : List.of(resolver));
      ResolverSettings.Limits limits = settings.limits();
      return new CachingDns(
          new DnsjavaDns(
              settings
                  .withPatience(timeout)
                  .withLimits(
                      new ResolverSettings.Limits(
                          timeout.dividedBy(2),
                          limits.ednsPayload(),
                          limits.maxRecords(),
                          limits.maxAnswerOctets()))));
    } catch (IllegalArgumentException e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    }
  }
}
