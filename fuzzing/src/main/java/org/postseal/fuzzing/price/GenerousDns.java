package org.postseal.fuzzing.price;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;

/**
 * Has an answer to everything: a key for every selector, the one SPF policy for every domain, a
 * host for every exchange. Only no {@code _dmarc} has a record, so that the tree is walked to its
 * end.
 */
final class GenerousDns implements Dns {
  private static final Duration TTL = Duration.ofMinutes(5);

  private final UnaryOperator<String> keys;
  private final String spf;
  private final int records;
  private final Set<String> asked = new HashSet<>();

  /**
   * @param keys the key record of a selector
   * @param spf the policy of every domain
   * @param records in each answer that can have several
   */
  GenerousDns(UnaryOperator<String> keys, String spf, int records) {
    this.keys = keys;
    this.spf = spf;
    this.records = Math.max(1, records);
  }

  /** Different questions so far. */
  int questions() {
    return asked.size();
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    asked.add("TXT " + name.ascii());
    if (name.ascii().startsWith("_dmarc.")) {
      return new DnsAnswer.NoRecords<>(TTL);
    }
    boolean isKey = name.ascii().contains("._domainkey.");
    return found(Stream.of(isKey ? keys.apply(name.labels().getFirst()) : spf));
  }

  @Override
  public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
    asked.add(family + " " + name.ascii());
    return found(
        IntStream.range(1, 1 + records)
            .mapToObj(
                i ->
                    InetAddress.ofLiteral(
                        family == AddressFamily.IPV4 ? "203.0.113." + i : "2001:db8::" + i)));
  }

  @Override
  public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
    asked.add("MX " + name.ascii());
    return found(
        IntStream.range(0, records)
            .mapToObj(i -> new MailExchange(i, DomainName.of("h" + i + "." + name.ascii()))));
  }

  @Override
  public DnsAnswer<DomainName> pointers(InetAddress address) {
    asked.add("PTR " + address.getHostAddress());
    return found(IntStream.range(0, records).mapToObj(i -> DomainName.of("p" + i + ".example")));
  }

  private static <T> DnsAnswer<T> found(Stream<T> records) {
    return new DnsAnswer.Found<>(List.copyOf(records.toList()), TTL, DnssecStatus.NOT_PROVEN);
  }
}
