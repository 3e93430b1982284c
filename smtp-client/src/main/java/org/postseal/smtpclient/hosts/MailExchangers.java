package org.postseal.smtpclient.hosts;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;

/**
 * Finds the hosts that take mail for a domain, as RFC 5321 §5.1 says: mail exchangers by
 * preference, equal ones in random order; without any, the domain itself. A host's addresses are
 * asked for only when its turn comes.
 */
public final class MailExchangers {

  /**
   * What an answer may make us do.
   *
   * @param hosts the most exchangers tried for one message
   * @param addresses the most addresses tried of one host
   * @param ownNames names this system is known by as a mail exchanger
   * @param reachable where the addresses found may lead
   */
  public record Limits(
      int hosts, int addresses, Set<DomainName> ownNames, ReachableAddresses reachable) {}

  private static final RandomGeneratorFactory<RandomGenerator> RANDOM =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final Dns dns;
  private final Limits limits;

  public MailExchangers(Dns dns, Limits limits) {
    this.dns = dns;
    this.limits = limits;
  }

  /** Where mail for this domain, or address literal, goes. Blocks for the DNS. */
  public HostSearch find(String domain) {
    return find(domain, RANDOM.create());
  }

  /**
   * The hosts that a domain's MX records name, and no other: where no record is there, the domain
   * has not said that anybody speaks for its mail. Blocks for the DNS.
   */
  public HostSearch findNamed(DomainName domain) {
    return switch (dns.mailExchanges(domain)) {
      case DnsAnswer.Found<MailExchange>(var records, _, var dnssec) ->
          inOrder(records, proof(dnssec), RANDOM.create());
      case DnsAnswer.NoRecords<MailExchange> _, DnsAnswer.NoSuchDomain<MailExchange> _ ->
          new HostSearch.Never("550 5.1.2 The domain has no MX record");
      case DnsAnswer.Unavailable<MailExchange>(var reason) -> dnsAway(reason);
    };
  }

  HostSearch find(String domain, RandomGenerator random) {
    if (domain.startsWith("[")) {
      return AddressLiteral.parse(domain)
          .filter(limits.reachable()::allows)
          .<HostSearch>map(HostSearch.Literal::new)
          .orElse(new HostSearch.Never("550 5.1.3 No mail is sent to this address literal"));
    }
    var name = DomainName.parse(domain);
    if (name.isEmpty()) {
      return new HostSearch.Never("550 5.1.2 Not a domain name");
    }
    return switch (dns.mailExchanges(name.get())) {
      case DnsAnswer.Found<MailExchange>(var records, _, var dnssec) ->
          inOrder(records, proof(dnssec), random);
      // RFC 5321 §5.1: no MX record is an implicit MX of preference 0, the domain itself.
      case DnsAnswer.NoRecords<MailExchange> _ ->
          limits.ownNames().contains(name.get())
              ? loop()
              : new HostSearch.Hosts(List.of(name.get()), HostSearch.Proof.PROVEN);
      case DnsAnswer.NoSuchDomain<MailExchange> _ ->
          new HostSearch.Never("550 5.1.2 The recipient's domain does not exist");
      case DnsAnswer.Unavailable<MailExchange>(var reason) -> dnsAway(reason);
    };
  }

  private static HostSearch.Proof proof(DnssecStatus dnssec) {
    return switch (dnssec) {
      case SECURE -> HostSearch.Proof.PROVEN;
      case NOT_PROVEN -> HostSearch.Proof.NOT_PROVEN;
    };
  }

  private HostSearch inOrder(
      List<MailExchange> records, HostSearch.Proof proof, RandomGenerator random) {
    // RFC 7505 §3: a null MX counts only alone; beside others it is skipped as no host name.
    if (records.stream().allMatch(MailExchange::isNull)) {
      return new HostSearch.Never("556 5.1.10 The recipient's domain accepts no mail (null MX)");
    }
    // §5.1: with us among the exchangers, only those preferred to us may be used, or mail loops.
    int ourPreference =
        records.stream()
            .filter(mx -> limits.ownNames().contains(mx.exchange()))
            .mapToInt(MailExchange::preference)
            .min()
            .orElse(Integer.MAX_VALUE);
    var usable = new ArrayList<MailExchange>(records);
    usable.removeIf(mx -> mx.isNull() || mx.preference() >= ourPreference);
    if (usable.isEmpty()) {
      return loop();
    }
    Collections.shuffle(usable, random);
    usable.sort(Comparator.comparingInt(MailExchange::preference));
    return new HostSearch.Hosts(
        usable.stream().map(MailExchange::exchange).distinct().limit(limits.hosts()).toList(),
        proof);
  }

  /**
   * The addresses of one exchanger, IPv6 and IPv4 by turns and IPv6 first, so that neither family
   * has to be waited out as a whole (RFC 8305 §4). Blocks for the DNS.
   */
  public AddressSearch addresses(DomainName host) {
    var six = new ArrayList<InetAddress>();
    var four = new ArrayList<InetAddress>();
    var proof = HostSearch.Proof.PROVEN;
    var away = Optional.<String>empty();
    for (var family : List.of(AddressFamily.IPV6, AddressFamily.IPV4)) {
      switch (dns.addresses(host, family)) {
        case DnsAnswer.Found<InetAddress>(var records, _, var dnssec) -> {
          if (proof(dnssec) == HostSearch.Proof.NOT_PROVEN) {
            proof = HostSearch.Proof.NOT_PROVEN;
          }
          for (var address : records) {
            switch (family) {
              case IPV6 -> {
                if (limits.reachable().allowsFromAaaa(address)) {
                  six.add(address);
                }
              }
              case IPV4 -> {
                if (limits.reachable().allows(address)) {
                  four.add(address);
                }
              }
            }
          }
        }
        case DnsAnswer.Unavailable<InetAddress>(var reason) -> away = Optional.of(reason);
        case DnsAnswer.NoRecords<InetAddress> _, DnsAnswer.NoSuchDomain<InetAddress> _ -> {}
      }
    }
    if (!six.isEmpty() || !four.isEmpty()) {
      return new AddressSearch.Addresses(
          byTurns(six, four).stream().limit(limits.addresses()).toList(), proof);
    }
    return away.<AddressSearch>map(AddressSearch.NotNow::new).orElse(new AddressSearch.None());
  }

  private static List<InetAddress> byTurns(List<InetAddress> six, List<InetAddress> four) {
    var all = new ArrayList<InetAddress>();
    for (int i = 0; i < Math.max(six.size(), four.size()); i++) {
      if (i < six.size()) {
        all.add(six.get(i));
      }
      if (i < four.size()) {
        all.add(four.get(i));
      }
    }
    return all;
  }

  private static HostSearch loop() {
    return new HostSearch.Never("554 5.4.6 Mail for this domain would come back here");
  }

  private static HostSearch dnsAway(String reason) {
    return new HostSearch.NotNow("451 4.4.3 DNS: " + reason);
  }
}
