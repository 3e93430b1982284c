package org.postseal.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Reads one message of a server: walks the CNAMEs in its answer section, then takes the records of
 * the wanted type at their end.
 */
final class AnswerReading {

  /** CNAMEs followed for one question. RFC 1034 sets no number; resolvers stop at 8 to 16. */
  static final int MAX_CNAMES = 10;

  /** What one message says. */
  sealed interface Reading {
    record Complete(DnsAnswer<Record> answer) implements Reading {}

    /** The chain of CNAMEs leaves the message: ask again, for this name. */
    record Elsewhere(Name target, int cnames, Duration ttl, DnssecStatus dnssec)
        implements Reading {}
  }

  /** The CNAMEs followed so far. */
  private record Chain(Name end, int cnames, long ttl) {

    Chain followed(CNAMERecord cname) {
      return new Chain(cname.getTarget(), cnames + 1, Math.min(ttl, cname.getTTL()));
    }

    Duration ttlWith(List<Record> wanted) {
      long smallest = ttl;
      for (var wantedRecord : wanted) {
        smallest = Math.min(smallest, wantedRecord.getTTL());
      }
      return Duration.ofSeconds(smallest);
    }

    Reading asksElsewhere(Name asked, DnssecStatus dnssec) {
      return end.equals(asked)
          ? new Reading.Complete(new DnsAnswer.NoRecords<>(Duration.ZERO))
          : new Reading.Elsewhere(end, cnames, Duration.ofSeconds(ttl), dnssec);
    }
  }

  private final ResolverSettings settings;
  private final int type;

  AnswerReading(ResolverSettings settings, int type) {
    this.settings = settings;
    this.type = type;
  }

  Reading read(Message message, Name asked, int cnamesBefore) {
    var limits = settings.limits();
    if (message.numBytes() > limits.maxAnswerOctets()) {
      return unavailable("answer of " + message.numBytes() + " octets");
    }
    var answers = message.getSection(Section.ANSWER);
    var chain = new Chain(asked, cnamesBefore, Long.MAX_VALUE);
    for (var cname = cnameAt(answers, asked);
        cname != null && chain.cnames() <= MAX_CNAMES;
        cname = cnameAt(answers, chain.end())) {
      chain = chain.followed(cname);
    }
    if (chain.cnames() > MAX_CNAMES) {
      return unavailable("more than " + MAX_CNAMES + " CNAMEs");
    }
    var wanted = recordsAt(answers, chain.end());
    if (wanted.size() > limits.maxRecords()) {
      return unavailable("answer of " + wanted.size() + " records");
    }
    if (!wanted.isEmpty()) {
      return new Reading.Complete(
          new DnsAnswer.Found<>(wanted, chain.ttlWith(wanted), dnssecOf(message)));
    }
    return nothingHere(message).orElse(chain.asksElsewhere(asked, dnssecOf(message)));
  }

  /** Empty if the message leaves open whether there are records. */
  private static Optional<Reading> nothingHere(Message message) {
    if (message.getRcode() == Rcode.NXDOMAIN) {
      return Optional.of(new Reading.Complete(new DnsAnswer.NoSuchDomain<>(negativeTtl(message))));
    }
    var authority = message.getSection(Section.AUTHORITY);
    if (authority.stream().anyMatch(SOARecord.class::isInstance)) {
      return Optional.of(new Reading.Complete(new DnsAnswer.NoRecords<>(negativeTtl(message))));
    }
    boolean isReferral =
        authority.stream().anyMatch(r -> r.getType() == Type.NS)
            && !message.getHeader().getFlag(Flags.AA)
            && !message.getHeader().getFlag(Flags.RA);
    return isReferral
        ? Optional.of(unavailable("a referral: the server does not resolve for us"))
        : Optional.empty();
  }

  /**
   * RFC 2308 §5: the smaller of the SOA's own TTL and its minimum field; zero, so that nobody keeps
   * the answer, if there is no SOA.
   */
  private static Duration negativeTtl(Message message) {
    for (var soaOrOther : message.getSection(Section.AUTHORITY)) {
      if (soaOrOther instanceof SOARecord soa) {
        return Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum()));
      }
    }
    return Duration.ZERO;
  }

  private DnssecStatus dnssecOf(Message message) {
    return settings.trustsAuthenticatedData() && message.getHeader().getFlag(Flags.AD)
        ? DnssecStatus.SECURE
        : DnssecStatus.NOT_PROVEN;
  }

  private @Nullable CNAMERecord cnameAt(List<Record> answers, Name name) {
    if (type == Type.CNAME) {
      return null; // the alias itself was asked for
    }
    for (var answer : answers) {
      if (answer instanceof CNAMERecord cname && cname.getName().equals(name)) {
        return cname;
      }
    }
    return null;
  }

  private List<Record> recordsAt(List<Record> answers, Name name) {
    var found = new ArrayList<Record>();
    for (var answer : answers) {
      if (answer.getType() == type
          && answer.getDClass() == DClass.IN
          && answer.getName().equals(name)) {
        found.add(answer);
      }
    }
    return found;
  }

  private static Reading unavailable(String reason) {
    return new Reading.Complete(new DnsAnswer.Unavailable<>(reason));
  }
}
