package org.postseal.authentication.domainkeys;

import java.util.Optional;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;

/**
 * What became of a message's DomainKey-Signatures: the best of them.
 *
 * @param domain {@code d=}, if it could be read
 * @param selector {@code s=}, if it could be read
 * @param testing the key record says {@code t=y}: the domain is trying DomainKeys out
 * @param reason one clause for people; empty for success
 * @param policy what the sending domain says of its mail; asked for only if nothing is valid
 */
public record DomainKeysResult(
    DomainKeysOutcome outcome,
    Optional<DomainName> domain,
    Optional<Selector> selector,
    boolean testing,
    Optional<String> reason,
    Optional<DomainPolicy> policy) {

  static final DomainKeysResult NO_SIGNATURE =
      new DomainKeysResult(
          DomainKeysOutcome.NO_SIGNATURE,
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty());

  DomainKeysResult with(Optional<DomainPolicy> found) {
    return new DomainKeysResult(outcome, domain, selector, testing, reason, found);
  }

  /** The same with a remark behind its reason, if it has one. */
  DomainKeysResult with(String remark) {
    return new DomainKeysResult(
        outcome, domain, selector, testing, reason.map(why -> why + "; " + remark), policy);
  }
}
