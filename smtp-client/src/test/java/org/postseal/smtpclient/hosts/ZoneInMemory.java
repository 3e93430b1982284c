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
import org.postseal.authentication.dns.TlsaRecord;

/** A DNS filled by hand: MX and address records; names can be made unanswerable. */
public final class ZoneInMemory implements Dns {
  private static final Duration TTL = Duration.ofMinutes(5);

  private final Map<DomainName, List<MailExchange>> exchanges = new HashMap<>();
  private final Map<DomainName, List<InetAddress>> addresses = new HashMap<>();
  private final Map<DomainName, List<InetAddress>> mapped = new HashMap<>();
  private final Map<DomainName, List<String>> texts = new HashMap<>();
  private final Map<DomainName, List<TlsaRecord>> tlsa = new HashMap<>();
  private final Map<DomainName, DomainName> aliases = new HashMap<>();
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

  /** An AAAA record that holds an IPv4 address. */
  public ZoneInMemory mapped(String host, String literal) {
    mapped
        .computeIfAbsent(DomainName.of(host), _ -> new ArrayList<>())
        .add(InetAddress.ofLiteral(literal));
    return this;
  }

  public ZoneInMemory txt(String name, String text) {
    texts.computeIfAbsent(DomainName.of(name), _ -> new ArrayList<>()).add(text);
    return this;
  }

  /** Forgets a name's TXT records. */
  public ZoneInMemory withoutTxt(String name) {
    texts.remove(DomainName.of(name));
    return this;
  }

  /** Adds a TLSA record of a host's port 25, or of the port given. */
  public ZoneInMemory tlsa(String host, int port, TlsaRecord record) {
    tlsa.computeIfAbsent(DomainName.of("_" + port + "._tcp." + host), _ -> new ArrayList<>())
        .add(record);
    return this;
  }

  public ZoneInMemory alias(String name, String target) {
    aliases.put(DomainName.of(name), DomainName.of(target));
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
    var found = new ArrayList<InetAddress>();
    addresses.getOrDefault(name, List.of()).stream()
        .filter(address -> address.getAddress().length == octets)
        .forEach(found::add);
    if (family == AddressFamily.IPV6) {
      found.addAll(mapped.getOrDefault(name, List.of()));
    }
    return answer(name, found);
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return answer(name, texts.getOrDefault(name, List.of()));
  }

  @Override
  public DnsAnswer<TlsaRecord> tlsa(DomainName name) {
    return answer(name, tlsa.getOrDefault(name, List.of()));
  }

  @Override
  public DnsAnswer<DomainName> aliases(DomainName name) {
    return answer(
        name, aliases.containsKey(name) ? List.of(aliases.get(name)) : List.<DomainName>of());
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
