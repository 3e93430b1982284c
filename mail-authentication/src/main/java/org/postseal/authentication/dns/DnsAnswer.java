package org.postseal.authentication.dns;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * How a question to the DNS ended. NXDOMAIN and NODATA are answers; everything that leaves the
 * question open (no server answered, SERVFAIL, a bogus signature, an answer beyond our limits) is
 * {@link Unavailable}, and never a decision.
 *
 * @param <T> what one record is read as
 */
public sealed interface DnsAnswer<T> {

  /** At least one record of the type asked for. The TTL is the smallest of the answer's chain. */
  record Found<T>(List<T> records, Duration ttl, DnssecStatus dnssec) implements DnsAnswer<T> {
    public Found {
      records = List.copyOf(records);
      if (records.isEmpty()) {
        throw new IllegalArgumentException("found, but no record");
      }
    }
  }

  /** NXDOMAIN: the name does not exist, nor anything below it (RFC 8020). */
  record NoSuchDomain<T>(Duration ttl) implements DnsAnswer<T> {}

  /** NODATA: the name exists and has no record of this type (RFC 2308 §2.2). */
  record NoRecords<T>(Duration ttl) implements DnsAnswer<T> {}

  /** Not known now; may be known later. The reason is for operators. */
  record Unavailable<T>(String reason) implements DnsAnswer<T> {}

  /** The same answer with each record read as something else. */
  default <U> DnsAnswer<U> map(Function<? super T, ? extends U> reading) {
    return switch (this) {
      case Found<T>(var records, var ttl, var dnssec) ->
          new Found<>(records.stream().<U>map(reading).toList(), ttl, dnssec);
      case NoSuchDomain<T>(var ttl) -> new NoSuchDomain<>(ttl);
      case NoRecords<T>(var ttl) -> new NoRecords<>(ttl);
      case Unavailable<T>(var reason) -> new Unavailable<>(reason);
    };
  }
}
