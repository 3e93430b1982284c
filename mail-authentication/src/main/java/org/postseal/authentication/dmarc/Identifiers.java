package org.postseal.authentication.dmarc;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/**
 * The domains that DKIM and SPF have authenticated, RFC 9989 §4.4.
 *
 * @param dkim signing domains of valid signatures
 * @param spf the domain of the reverse-path, or of HELO if it is null, if SPF passed
 * @param undecided domains for which that could not be found out now
 */
public record Identifiers(
    List<DomainName> dkim, Optional<DomainName> spf, List<DomainName> undecided) {
  /** Nothing is authenticated. */
  public static final Identifiers NONE = new Identifiers(List.of(), Optional.empty(), List.of());

  public Identifiers {
    dkim = dkim.stream().distinct().toList();
    undecided = undecided.stream().distinct().toList();
  }
}
