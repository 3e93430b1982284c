package org.postseal.verifier.policy;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.DomainEntry;

/**
 * What the registry says of author and peer.
 *
 * @param blocked the first blocklisted domain among author domain and peer
 * @param authorEntry the entry of exactly the author domain: a signing policy does not reach below
 */
public record Standing(Optional<DomainName> blocked, Optional<DomainEntry> authorEntry) {

  /** Nothing is known. */
  public static final Standing UNKNOWN = new Standing(Optional.empty(), Optional.empty());
}
