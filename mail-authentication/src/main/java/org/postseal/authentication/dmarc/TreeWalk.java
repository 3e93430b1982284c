package org.postseal.authentication.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;

/** The DNS tree walk, RFC 9989 §4.10. Walks of one message share their answers. */
final class TreeWalk {
  private static final String LABEL = "_dmarc";

  /** RFC 9989 §4.10 step 4: from longer names the walk jumps to so many labels. */
  private static final int JUMP = 7;

  private final Dns dns;
  private final DmarcLimits limits;
  private final Map<DomainName, Lookup> asked = new HashMap<>();

  TreeWalk(Dns dns, DmarcLimits limits) {
    this.dns = dns;
    this.limits = limits;
  }

  /** What one name publishes. */
  sealed interface Lookup {
    record One(DmarcRecord dmarcRecord) implements Lookup {}

    /**
     * Nothing.
     *
     * @param exists whether the answer shows that the domain exists
     */
    record Nothing(Existence exists) implements Lookup {}

    /** Several records, all to be discarded. */
    record Several() implements Lookup {}

    /** One record beyond our limit. */
    record TooLong() implements Lookup {}

    record Unavailable(String reason) implements Lookup {}
  }

  /** Whether a domain exists in the DNS. */
  enum Existence {
    EXISTS,
    DOES_NOT,
    NOT_KNOWN
  }

  /** A record and whose it is. */
  record Found(DomainName domain, DmarcRecord dmarcRecord) {}

  /**
   * How a walk went.
   *
   * @param found longest name first
   * @param failure why it could not go on, if so
   */
  record Walked(DomainName start, List<Found> found, Optional<String> failure) {

    Optional<Found> at(DomainName domain) {
      return found.stream().filter(one -> one.domain().equals(domain)).findFirst();
    }

    /** RFC 9989 §4.10.2; empty if the walk failed. */
    Optional<DomainName> organizationalDomain() {
      if (failure.isPresent()) {
        return Optional.empty();
      }
      for (Found one : found) {
        switch (one.dmarcRecord().psd()) {
          case NO -> {
            return Optional.of(one.domain());
          }
          case YES -> {
            if (!one.domain().equals(start)) {
              return Optional.of(rightmost(start, one.domain().labels().size() + 1));
            }
          }
          case UNSAID -> {}
        }
      }
      return Optional.of(found.isEmpty() ? start : found.getLast().domain());
    }

    /** The record of the public suffix above the organizational domain. */
    Optional<Found> publicSuffix() {
      return found.stream()
          .filter(one -> one.dmarcRecord().psd() == PublicSuffix.YES && !one.domain().equals(start))
          .findFirst();
    }
  }

  /** At most eight questions, RFC 9989 §4.10. */
  Walked walk(DomainName start) {
    var found = new ArrayList<Found>();
    Optional<DomainName> next = Optional.of(start);
    while (next.isPresent()) {
      var domain = next.get();
      switch (lookup(domain)) {
        case Lookup.Unavailable(var reason) -> {
          return new Walked(start, found, Optional.of(reason));
        }
        case Lookup.One(var dmarcRecord) -> {
          found.add(new Found(domain, dmarcRecord));
          if (dmarcRecord.psd() != PublicSuffix.UNSAID) {
            return new Walked(start, found, Optional.empty());
          }
        }
        // Step 2: discarded, and the walk goes on.
        case Lookup.Several _, Lookup.TooLong _, Lookup.Nothing _ -> {}
      }
      next = next(domain);
    }
    return new Walked(start, found, Optional.empty());
  }

  private static Optional<DomainName> next(DomainName domain) {
    return domain.labels().size() > JUMP ? Optional.of(rightmost(domain, JUMP)) : domain.parent();
  }

  /** The names that a walk may ask for. */
  static List<DomainName> recordNames(DomainName start) {
    return Stream.iterate(
            Optional.of(start), Optional::isPresent, domain -> domain.flatMap(TreeWalk::next))
        .flatMap(domain -> domain.flatMap(name -> name.prefixedWith(LABEL)).stream())
        .toList();
  }

  Lookup lookup(DomainName domain) {
    return asked.computeIfAbsent(domain, this::ask);
  }

  private Lookup ask(DomainName domain) {
    var name = domain.prefixedWith(LABEL);
    if (name.isEmpty()) {
      return new Lookup.Nothing(Existence.NOT_KNOWN);
    }
    return switch (dns.txt(name.get())) {
      case DnsAnswer.Found<String>(var texts, _, _) -> select(texts);
      case DnsAnswer.NoRecords<String> _ -> new Lookup.Nothing(Existence.EXISTS);
      case DnsAnswer.NoSuchDomain<String> _ -> new Lookup.Nothing(Existence.NOT_KNOWN);
      case DnsAnswer.Unavailable<String>(var reason) -> new Lookup.Unavailable(reason);
    };
  }

  /** RFC 9989 §4.10 step 2. */
  private Lookup select(List<String> texts) {
    var records = texts.stream().filter(DmarcRecord::isDmarc).toList();
    return switch (records.size()) {
      case 0 -> new Lookup.Nothing(Existence.EXISTS);
      case 1 ->
          records.getFirst().length() > limits.recordLength()
              ? new Lookup.TooLong()
              : new Lookup.One(DmarcRecord.parse(records.getFirst()));
      default -> new Lookup.Several();
    };
  }

  /**
   * RFC 9989 §3.2.13 and RFC 8020: a domain does not exist if the DNS says NXDOMAIN, whatever was
   * asked for.
   */
  Existence existence(DomainName domain) {
    if (lookup(domain) instanceof Lookup.Nothing(var shown) && shown == Existence.NOT_KNOWN) {
      return switch (dns.txt(domain)) {
        case DnsAnswer.NoSuchDomain<String> _ -> Existence.DOES_NOT;
        case DnsAnswer.Unavailable<String> _ -> Existence.NOT_KNOWN;
        case DnsAnswer.Found<String> _, DnsAnswer.NoRecords<String> _ -> Existence.EXISTS;
      };
    }
    return Existence.EXISTS;
  }

  private static DomainName rightmost(DomainName name, int count) {
    var labels = name.labels();
    return new DomainName(String.join(".", labels.subList(labels.size() - count, labels.size())));
  }
}
