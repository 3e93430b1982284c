package org.postseal.authentication.arc;

import java.util.List;
import org.postseal.authentication.dns.DomainName;

/**
 * What became of the message's chain.
 *
 * @param instances the highest instance; 0 without a chain
 * @param sealers the domains that sealed, newest first, as far as they could be read
 * @param sets newest first, of a chain that passed or lacks nothing but keys; none of any other
 */
public record ArcResult(
    ArcOutcome outcome, int instances, List<DomainName> sealers, List<SealedSet> sets) {
  public ArcResult {
    sealers = List.copyOf(sealers);
    sets = List.copyOf(sets);
  }
}
