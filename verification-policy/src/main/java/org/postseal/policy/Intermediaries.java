package org.postseal.policy;

import java.util.Set;
import org.postseal.authentication.dns.DomainName;

/**
 * Whom the operator trusts to pass on mail of others: exactly these domains, none below them.
 *
 * @param forwarders believed where one passes DKIM or SPF
 * @param sealers believed in what their ARC seals say of the author (RFC 8617 §7.2)
 */
public record Intermediaries(Set<DomainName> forwarders, Set<DomainName> sealers) {
  /** Nobody is trusted. */
  public static final Intermediaries NONE = new Intermediaries(Set.of(), Set.of());

  public Intermediaries {
    forwarders = Set.copyOf(forwarders);
    sealers = Set.copyOf(sealers);
  }
}
