package org.postseal.authentication.dmarc;

import java.util.Optional;
import org.postseal.authentication.dns.DomainName;

/**
 * What DMARC says about one message.
 *
 * @param authorDomain unless the message has no single one
 * @param organizationalDomain of the author domain; empty if it could not be found out
 * @param published the policy that applies, if one does
 * @param alignment which authenticated domains speak for the author
 */
public record DmarcResult(
    Optional<DomainName> authorDomain,
    Optional<DomainName> organizationalDomain,
    Optional<PublishedPolicy> published,
    Alignment alignment,
    DmarcOutcome outcome) {

  /**
   * The first authenticated domain of each method that is aligned.
   *
   * @param undecided a domain that would be aligned, had it been possible to authenticate it;
   *     looked for only if the others are empty
   */
  public record Alignment(
      Optional<DomainName> dkim, Optional<DomainName> spf, Optional<DomainName> undecided) {
    static final Alignment NONE =
        new Alignment(Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether either method authenticates the author. */
    boolean passes() {
      return dkim.isPresent() || spf.isPresent();
    }
  }
}
