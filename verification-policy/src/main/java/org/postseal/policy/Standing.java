package org.postseal.policy;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.topics.DomainEntry;

/** What the registry says of author and peer. */
public sealed interface Standing {

  /**
   * It has been read.
   *
   * @param blocked the first on the blocklist among author domain and peer
   * @param authorEntry the entry that speaks for the author domain: its own, or the nearest above
   *     it that covers its subdomains
   */
  record Read(Optional<Blocked> blocked, Optional<DomainEntry> authorEntry) implements Standing {}

  /** It could not be read yet, so nobody can say. */
  record NotRead() implements Standing {}

  /** Who is on the blocklist. */
  sealed interface Blocked {
    /** Author domain, or the name the peer gave; it, or a domain above it, is listed. */
    record Domain(DomainName name) implements Blocked {}

    /** The peer, whose address, in text, is in a listed network. */
    record Address(String address) implements Blocked {}
  }
}
