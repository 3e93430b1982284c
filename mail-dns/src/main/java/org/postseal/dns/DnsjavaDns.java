package org.postseal.dns;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.authentication.dns.TlsaRecord;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * The DNS port on dnsjava: a stub resolver that asks recursive resolvers, or the servers of one
 * zone. It keeps nothing; put a {@link CachingDns} in front.
 *
 * <p>Waiting is a parked thread, so virtual threads are fine here. Answers beyond the limits are
 * {@link DnsAnswer.Unavailable}, as are SERVFAIL and silence.
 *
 * <p>Not done: validating DNSSEC here (the AD bit of a trusted resolver is read), DNAME without the
 * CNAME that servers synthesise from it.
 */
public final class DnsjavaDns implements Dns {

  private final ResolverSettings settings;
  private final Resolvers resolvers;

  public DnsjavaDns(ResolverSettings settings) {
    this(settings, Resolvers.Role.RECURSIVE);
  }

  private DnsjavaDns(ResolverSettings settings, Resolvers.Role role) {
    this.settings = settings;
    this.resolvers = new Resolvers(settings, role);
  }

  /**
   * Asks servers that hold a zone, without asking them to recurse. An answer they have no authority
   * for is {@link DnsAnswer.Unavailable}, as is an alias that leads out of their zones.
   */
  public static DnsjavaDns ofZone(ResolverSettings servers) {
    return new DnsjavaDns(servers, Resolvers.Role.AUTHORITATIVE);
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return read(ask(nameOf(name), Type.TXT), r -> Optional.of(joined((TXTRecord) r)));
  }

  @Override
  public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
    return switch (family) {
      case IPV4 -> read(ask(nameOf(name), Type.A), r -> Optional.of(((ARecord) r).getAddress()));
      case IPV6 ->
          read(ask(nameOf(name), Type.AAAA), r -> Optional.of(((AAAARecord) r).getAddress()));
    };
  }

  @Override
  public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
    return read(
        ask(nameOf(name), Type.MX),
        r -> {
          var mx = (MXRecord) r;
          return domainNameOf(mx.getTarget())
              .map(exchange -> new MailExchange(mx.getPriority(), exchange));
        });
  }

  @Override
  public DnsAnswer<DomainName> pointers(InetAddress address) {
    return read(
        ask(ReverseMap.fromAddress(address), Type.PTR),
        r -> domainNameOf(((PTRRecord) r).getTarget()));
  }

  @Override
  public DnsAnswer<TlsaRecord> tlsa(DomainName name) {
    return read(
        ask(nameOf(name), Type.TLSA),
        r -> {
          var tlsa = (TLSARecord) r;
          return Optional.of(
              new TlsaRecord(
                  tlsa.getCertificateUsage(),
                  tlsa.getSelector(),
                  tlsa.getMatchingType(),
                  HexFormat.of().formatHex(tlsa.getCertificateAssociationData())));
        });
  }

  @Override
  public DnsAnswer<DomainName> aliases(DomainName name) {
    return read(ask(nameOf(name), Type.CNAME), r -> domainNameOf(((CNAMERecord) r).getTarget()));
  }

  /** The servers of the zone that begins at a name (NS); NODATA where none does. */
  public DnsAnswer<DomainName> nameServers(DomainName name) {
    return read(ask(nameOf(name), Type.NS), r -> domainNameOf(((NSRecord) r).getTarget()));
  }

  private DnsAnswer<Record> ask(Name name, int type) {
    long deadline = System.nanoTime() + settings.patience().toNanos();
    var reading = new AnswerReading(settings, type);
    var asked = name;
    int cnames = 0;
    var chainTtl = Duration.ofSeconds(Long.MAX_VALUE);
    var chainDnssec = DnssecStatus.SECURE;
    while (true) {
      var reply = resolvers.ask(Record.newRecord(asked, type, DClass.IN), deadline);
      switch (reply) {
        case Resolvers.Reply.Failed(var reason) -> {
          return new DnsAnswer.Unavailable<>(reason);
        }
        case Resolvers.Reply.Answered(var message) -> {
          switch (reading.read(message, asked, cnames)) {
            case AnswerReading.Reading.Complete(var answer) -> {
              return asEndOfChain(chainTtl, chainDnssec, answer);
            }
            case AnswerReading.Reading.Elsewhere(var target, var soFar, var ttl, var dnssec) -> {
              asked = target;
              cnames = soFar;
              chainTtl = ttl.compareTo(chainTtl) < 0 ? ttl : chainTtl;
              chainDnssec = weaker(chainDnssec, dnssec);
            }
          }
        }
      }
    }
  }

  /** A chain of CNAMEs lasts as long, and is proven as well, as its weakest link. */
  private static DnsAnswer<Record> asEndOfChain(
      Duration ttlAtMost, DnssecStatus dnssecOfChain, DnsAnswer<Record> answer) {
    return answer instanceof DnsAnswer.Found<Record>(var records, var ttl, var dnssec)
        ? new DnsAnswer.Found<>(
            records, ttl.compareTo(ttlAtMost) > 0 ? ttlAtMost : ttl, weaker(dnssecOfChain, dnssec))
        : answer;
  }

  private static DnssecStatus weaker(DnssecStatus one, DnssecStatus other) {
    return one == DnssecStatus.NOT_PROVEN ? one : other;
  }

  /** A record we cannot read is left out; if none can be read, what the domain says is unknown. */
  private static <T> DnsAnswer<T> read(
      DnsAnswer<Record> answer, Function<Record, Optional<T>> reading) {
    if (!(answer instanceof DnsAnswer.Found<Record>(var records, var ttl, var dnssec))) {
      return answer.map(
          _ -> {
            throw new IllegalStateException("no records here");
          });
    }
    List<T> read = records.stream().map(reading).flatMap(Optional::stream).toList();
    return read.isEmpty()
        ? new DnsAnswer.Unavailable<>("no record that could be read")
        : new DnsAnswer.Found<>(read, ttl, dnssec);
  }

  /** RFC 7208 §3.3: strings are joined without adding spaces. */
  private static String joined(TXTRecord txt) {
    var octets = new ByteArrayOutputStream();
    txt.getStringsAsByteArrays().forEach(octets::writeBytes);
    return octets.toString(StandardCharsets.ISO_8859_1);
  }

  private static Name nameOf(DomainName name) {
    try {
      return Name.fromString(name.ascii().replace("\\", "\\\\") + ".");
    } catch (TextParseException e) {
      throw new IllegalStateException("a domain name that dnsjava cannot read: " + name, e);
    }
  }

  private static Optional<DomainName> domainNameOf(Name name) {
    return name.equals(Name.root)
        ? Optional.of(DomainName.ROOT)
        : Optional.of(name.toString(true))
            .filter(text -> text.indexOf('\\') < 0) // an octet that dnsjava had to escape
            .flatMap(DomainName::queryable);
  }
}
