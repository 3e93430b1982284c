package org.postseal.registry.asking;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/** The asking of domains, if an operator has switched it on. */
public interface AskingRoom {

  /** Empty if nobody is asked. */
  Optional<Asking> asking();

  /** What a domain is held to now; nothing if nobody is asked. */
  default Optional<Answer.Policy> pinned(DomainName domain) {
    return asking().flatMap(one -> one.pinned(domain));
  }
}
