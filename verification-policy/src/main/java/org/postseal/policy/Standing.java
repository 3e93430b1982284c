package org.postseal.policy;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.DomainEntry;

/** What the registry says of author and peer. */
public sealed interface Standing {

  /**
   * It has been read.
   *
   * @param blocked the first blocklisted domain among author domain and peer
   * @param authorEntry the entry that speaks for the author domain: its own, or the nearest above
   *     it that covers its subdomains
   */
  record Read(Optional<DomainName> blocked, Optional<DomainEntry> authorEntry)
      implements Standing {}

  /** It could not be read yet, so nobody can say. */
  record NotRead() implements Standing {}
}
