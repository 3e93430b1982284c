package org.postseal.smtpclient.hosts;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;

/** A DNS filled by hand: MX and address records; names can be made unanswerable. */
public final class ZoneInMemory implements Dns {
  private static final Duration TTL = Duration.ofMinutes(5);

  private final Map<DomainName, List<MailExchange>> exchanges = new HashMap<>();
  private final Map<DomainName, List<InetAddress>> addresses = new HashMap<>();
  private final Set<DomainName> signed = new HashSet<>();
  private final Set<DomainName> unanswerable = new HashSet<>();

  public ZoneInMemory mx(String domain, int preference, String host) {
    var exchange = host.equals(".") ? DomainName.ROOT : DomainName.of(host);
    exchanges
        .computeIfAbsent(DomainName.of(domain), _ -> new ArrayList<>())
        .add(new MailExchange(preference, exchange));
    return this;
  }

  public ZoneInMemory address(String host, String literal) {
    addresses
        .computeIfAbsent(DomainName.of(host), _ -> new ArrayList<>())
        .add(InetAddress.ofLiteral(literal));
    return this;
  }

  /** Answers for this name are proven by DNSSEC. */
  public ZoneInMemory signed(String name) {
    signed.add(DomainName.of(name));
    return this;
  }

  public ZoneInMemory unanswerable(String name) {
    unanswerable.add(DomainName.of(name));
    return this;
  }

  @Override
  public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
    return answer(name, exchanges.getOrDefault(name, List.of()));
  }

  @Override
  public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
    int octets = family == AddressFamily.IPV4 ? 4 : 16;
    return answer(
        name,
        addresses.getOrDefault(name, List.of()).stream()
            .filter(address -> address.getAddress().length == octets)
            .toList());
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return answer(name, List.of());
  }

  @Override
  public DnsAnswer<DomainName> pointers(InetAddress address) {
    return new DnsAnswer.NoRecords<>(TTL);
  }

  private <T> DnsAnswer<T> answer(DomainName name, List<T> records) {
    if (unanswerable.contains(name)) {
      return new DnsAnswer.Unavailable<>("SERVFAIL");
    }
    if (!records.isEmpty()) {
      return new DnsAnswer.Found<>(
          records, TTL, signed.contains(name) ? DnssecStatus.SECURE : DnssecStatus.NOT_PROVEN);
    }
    return exchanges.containsKey(name) || addresses.containsKey(name)
        ? new DnsAnswer.NoRecords<>(TTL)
        : new DnsAnswer.NoSuchDomain<>(TTL);
  }
}
