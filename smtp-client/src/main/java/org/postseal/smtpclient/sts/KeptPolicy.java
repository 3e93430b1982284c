package org.postseal.smtpclient.sts;

import java.time.Instant;
import org.postseal.authentication.dns.DomainName;

/**
 * A policy as it is remembered.
 *
 * @param id of the record that announced it
 * @param fetchedAt from when its age counts
 */
public record KeptPolicy(DomainName domain, String id, StsPolicy policy, Instant fetchedAt) {

  /** From when on it says nothing any more. */
  public Instant expiresAt() {
    return fetchedAt.plus(policy.maxAge());
  }
}
