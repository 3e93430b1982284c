package org.postseal.authentication.domainkeys;

import java.util.Optional;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;

/**
 * What became of a message's DomainKey-Signatures: the best of them.
 *
 * @param domain {@code d=}, if it could be read
 * @param selector {@code s=}, if it could be read
 * @param reason one clause for people; empty for success
 */
public record DomainKeysResult(
    DomainKeysOutcome outcome,
    Optional<DomainName> domain,
    Optional<Selector> selector,
    Optional<String> reason) {

  static final DomainKeysResult NO_SIGNATURE =
      new DomainKeysResult(
          DomainKeysOutcome.NO_SIGNATURE, Optional.empty(), Optional.empty(), Optional.empty());
}
