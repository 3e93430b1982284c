package org.postseal.registry.asking;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.PolicyPin;

/** What domains have stated before, known to every replica and after a restart. */
public interface Pins {

  /** Whether everything that was kept has been read. */
  boolean isReady();

  /** The policy of exactly this domain, expired or not. */
  Optional<PolicyPin> of(DomainName domain);

  /** Keeps one, in place of an older one. Must not block for long. */
  void keep(PolicyPin pin);

  /** Lets a domain go that has taken its policy back. Must not block for long. */
  void forget(DomainName domain);
}
