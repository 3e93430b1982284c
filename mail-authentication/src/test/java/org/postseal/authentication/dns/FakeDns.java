package org.postseal.authentication.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A DNS filled with data. A name exists if it or a name below it has a record. Counts the questions
 * asked.
 */
public final class FakeDns implements Dns {
  private static final Duration TTL = Duration.ofHours(1);
  private static final int CHAIN = 10;

  private enum Type {
    TXT,
    A,
    AAAA,
    MX,
    PTR
  }

  private record Key(DomainName name, Type type) {}

  private final Map<Key, List<Object>> records = new HashMap<>();
  private final Map<DomainName, DomainName> aliases = new HashMap<>();
  private final Map<DomainName, String> unavailable = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  public FakeDns txt(String name, String text) {
    return add(name, Type.TXT, text);
  }

  /** An A or AAAA record. */
  public FakeDns address(String name, String literal) {
    var address = InetAddress.ofLiteral(literal);
    return add(name, address instanceof Inet4Address ? Type.A : Type.AAAA, address);
  }

  /** An MX record; an empty exchange makes it a null MX. */
  public FakeDns mailExchange(String name, int preference, String exchange) {
    return add(name, Type.MX, new MailExchange(preference, nameOf(exchange)));
  }

  /** A PTR record at a name of the reverse tree. */
  public FakeDns pointer(String reverseName, String target) {
    return add(reverseName, Type.PTR, nameOf(target));
  }

  /** A CNAME. */
  public FakeDns alias(String name, String target) {
    aliases.put(nameOf(name), nameOf(target));
    return this;
  }

  /** Asking that name for anything it has no record of gets no answer. */
  public FakeDns unavailable(String name, String reason) {
    unavailable.put(nameOf(name), reason);
    return this;
  }

  public int questions() {
    return asked.size();
  }

  /** Every question so far, as {@code TXT example.com}. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return ask(name, Type.TXT).map(String.class::cast);
  }

  @Override
  public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
    var type =
        switch (family) {
          case IPV4 -> Type.A;
          case IPV6 -> Type.AAAA;
        };
    return ask(name, type).map(InetAddress.class::cast);
  }

  @Override
  public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
    return ask(name, Type.MX).map(MailExchange.class::cast);
  }

  @Override
  public DnsAnswer<DomainName> pointers(InetAddress address) {
    return ask(nameOf(reverseName(address)), Type.PTR).map(DomainName.class::cast);
  }

  private FakeDns add(String name, Type type, Object data) {
    records.computeIfAbsent(new Key(nameOf(name), type), _ -> new ArrayList<>()).add(data);
    return this;
  }

  private DnsAnswer<Object> ask(DomainName name, Type type) {
    asked.add(type + " " + name);
    var at = name;
    for (int links = 0; links <= CHAIN; links++) {
      var found = records.get(new Key(at, type));
      if (found != null) {
        return new DnsAnswer.Found<>(found, TTL, DnssecStatus.NOT_PROVEN);
      }
      if (unavailable.containsKey(at)) {
        return new DnsAnswer.Unavailable<>(unavailable.get(at));
      }
      if (!aliases.containsKey(at)) {
        return exists(at) ? new DnsAnswer.NoRecords<>(TTL) : new DnsAnswer.NoSuchDomain<>(TTL);
      }
      at = aliases.get(at);
    }
    return new DnsAnswer.Unavailable<>("a chain of CNAMEs without end");
  }

  private boolean exists(DomainName name) {
    return records.keySet().stream().anyMatch(key -> key.name().isSameOrSubdomainOf(name));
  }

  private static DomainName nameOf(String name) {
    var text = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return text.isEmpty() ? DomainName.ROOT : DomainName.queryable(text).orElseThrow();
  }

  private static String reverseName(InetAddress address) {
    var name = new StringBuilder();
    byte[] octets = address.getAddress();
    for (int i = octets.length - 1; i >= 0; i--) {
      var hex = HexFormat.of().toHexDigits(octets[i]);
      name.append(
          octets.length == 4
              ? (octets[i] & 0xFF) + "."
              : hex.charAt(1) + "." + hex.charAt(0) + ".");
    }
    return name.append(octets.length == 4 ? "in-addr.arpa" : "ip6.arpa").toString();
  }
}
