package org.postseal.smtpclient.tls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.TlsaRecord;

/**
 * A host's TLSA records, as RFC 7672 §2.2 goes about it. Only for hosts whose name and addresses
 * DNSSEC proves: where those are insecure, TLSA records are not even asked for (§2.1.3), so that a
 * name server that chokes on the question costs nobody his mail.
 */
public final class DaneSearch {
  private static final int ALIASES = 8;

  private final Dns dns;

  public DaneSearch(Dns dns) {
    this.dns = dns;
  }

  /**
   * What the records demand; empty if there are none that count. Blocks for the DNS.
   *
   * @param host with proven addresses
   * @param nextHopDomain the domain whose mail this is, with a proven way to the host
   */
  public Optional<TlsPolicy> policy(DomainName host, int port, DomainName nextHopDomain) {
    var bases = new ArrayList<DomainName>();
    switch (expanded(host)) {
      case DnsAnswer.Unavailable<DomainName>(var reason) -> {
        return Optional.of(new TlsPolicy.Unusable(reason));
      }
      case DnsAnswer.Found<DomainName>(var names, _, _) -> bases.add(names.getFirst());
      case DnsAnswer.NoRecords<DomainName> _, DnsAnswer.NoSuchDomain<DomainName> _ -> {}
    }
    bases.add(host); // §2.2.2: the name as it was, if its alias has no records
    for (var base : bases) {
      var name = base.prefixedWith("_" + port + "._tcp");
      if (name.isEmpty()) {
        continue;
      }
      switch (dns.tlsa(name.get())) {
        case DnsAnswer.Found<TlsaRecord>(var records, _, var dnssec)
            when dnssec == DnssecStatus.SECURE -> {
          return Optional.of(policy(records, base, host, nextHopDomain));
        }
        case DnsAnswer.Unavailable<TlsaRecord>(var reason) -> {
          return Optional.of(new TlsPolicy.Unusable(reason));
        }
        case DnsAnswer.Found<TlsaRecord> _,
            DnsAnswer.NoRecords<TlsaRecord> _,
            DnsAnswer.NoSuchDomain<TlsaRecord> _ -> {}
      }
    }
    return Optional.empty();
  }

  private static TlsPolicy policy(
      List<TlsaRecord> records, DomainName base, DomainName host, DomainName nextHopDomain) {
    var usable = records.stream().filter(Tlsa::isUsable).toList();
    if (usable.isEmpty()) {
      return new TlsPolicy.DaneWithoutRecords();
    }
    var names =
        List.of(base, host, nextHopDomain).stream().map(DomainName::ascii).distinct().toList();
    return new TlsPolicy.Dane(usable, names);
  }

  /** §2.2.2: the end of a host's aliases, as far as all of them are secure. */
  private DnsAnswer<DomainName> expanded(DomainName host) {
    DnsAnswer<DomainName> end = new DnsAnswer.NoRecords<>(Duration.ZERO);
    var at = host;
    for (int i = 0; i < ALIASES; i++) {
      var answer = dns.aliases(at);
      switch (answer) {
        case DnsAnswer.Found<DomainName>(var names, _, var dnssec)
            when dnssec == DnssecStatus.SECURE -> {
          end = answer;
          at = names.getFirst();
        }
        case DnsAnswer.Unavailable<DomainName> _ -> {
          return answer;
        }
        case DnsAnswer.Found<DomainName> _,
            DnsAnswer.NoRecords<DomainName> _,
            DnsAnswer.NoSuchDomain<DomainName> _ -> {
          return end;
        }
      }
    }
    return new DnsAnswer.Unavailable<>("more than " + ALIASES + " aliases");
  }
}
