package org.postseal.authentication.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;

/**
 * The names the reverse tree gives for the client, and which of them the forward tree confirms (RFC
 * 7208 §5.5). Asks lazily, and nothing twice.
 */
final class ReverseNames {
  private final Dns dns;
  private final InetAddress client;
  private final int limit;
  private final Map<DomainName, Boolean> confirmed = new HashMap<>();
  private @Nullable DnsAnswer<DomainName> pointers;

  ReverseNames(Dns dns, InetAddress client, int limit) {
    this.dns = dns;
    this.client = client;
    this.limit = limit;
  }

  static AddressFamily familyOf(InetAddress address) {
    return address instanceof Inet4Address ? AddressFamily.IPV4 : AddressFamily.IPV6;
  }

  DnsAnswer<DomainName> pointers() {
    if (pointers == null) {
      pointers = dns.pointers(client);
    }
    return pointers;
  }

  /** A confirmed name that is the domain or below it. */
  boolean anyWithin(DomainName domain) {
    return names().stream().anyMatch(name -> name.isSameOrSubdomainOf(domain) && isConfirmed(name));
  }

  /**
   * RFC 7208 §7.3 for {@code %{p}}: the domain itself if it is confirmed, else a subdomain of it,
   * else any confirmed name.
   */
  Optional<DomainName> preferring(DomainName domain) {
    List<DomainName> names = names();
    return names.stream()
        .filter(name -> name.equals(domain) && isConfirmed(name))
        .findFirst()
        .or(() -> names.stream().filter(n -> n.isSubdomainOf(domain) && isConfirmed(n)).findFirst())
        .or(() -> names.stream().filter(this::isConfirmed).findFirst());
  }

  /** RFC 7208 §4.6.4: the names beyond the limit are ignored. */
  private List<DomainName> names() {
    return pointers() instanceof DnsAnswer.Found<DomainName>(var records, _, _)
        ? records.stream().filter(name -> !name.isRoot()).limit(limit).toList()
        : List.of();
  }

  /** RFC 7208 §5.5: a name whose addresses cannot be had is skipped. */
  private boolean isConfirmed(DomainName name) {
    return confirmed.computeIfAbsent(
        name,
        n ->
            dns.addresses(n, familyOf(client))
                    instanceof DnsAnswer.Found<InetAddress>(var addresses, _, _)
                && addresses.contains(client));
  }
}
