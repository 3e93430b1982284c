package org.postseal.authentication.spf;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/**
 * What SPF says about one identity of a mail transaction.
 *
 * @param domain the domain of that identity, unless it has none
 */
public record SpfResult(SpfIdentity identity, Optional<DomainName> domain, SpfOutcome outcome) {

  /** The domain the client is authorised to speak for; empty unless the outcome is pass. */
  public Optional<DomainName> authenticatedDomain() {
    return outcome instanceof SpfOutcome.Pass ? domain : Optional.empty();
  }
}
