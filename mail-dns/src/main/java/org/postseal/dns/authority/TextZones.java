package org.postseal.dns.authority;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/** What a server answers from: memory, for it is asked by anybody and as often as they like. */
public interface TextZones {

  /** Whether everything is in memory: before that nothing is denied. */
  boolean isReady();

  /** The beginning of the zone of ours that holds a name; empty if none does. */
  Optional<DomainName> zoneHolding(DomainName name);

  /** What is at a name below the beginning of a zone of ours. */
  At at(DomainName name, DomainName zone);

  /** A number that never falls and changes when the zones do, for SOA records. */
  long serial();

  /** What is at a name. */
  sealed interface At {
    /** One TXT record of printable ASCII. */
    record Text(String text) implements At {}

    /** No record, but names below it: an empty non-terminal (RFC 8020). */
    record Nothing() implements At {}

    record NoSuchName() implements At {}
  }
}
