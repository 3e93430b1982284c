package org.postseal.authentication.dmarc;

import org.postseal.authentication.dns.DomainName;

/**
 * The policy that applies to an author domain: with the record, all that an aggregate report says
 * of it (RFC 9990).
 *
 * @param domain where the record was found
 * @param policy p, sp or np, whichever is for the author domain; not lowered in test mode
 */
public record PublishedPolicy(DomainName domain, DmarcRecord dmarcRecord, Policy policy) {

  /** What the domain owner wants done now: one level below in test mode (RFC 9989 §4.7). */
  public Policy wanted() {
    return switch (dmarcRecord.t()) {
      case TESTING -> policy.lowered();
      case IN_FORCE -> policy;
    };
  }
}
