package org.postseal.smtpclient.sts;

import org.postseal.authentication.dns.DomainName;

/**
 * Where policies outlive this process, and others learn of them; {@link StsPolicies#learned} is the
 * way back. A sender that forgets them at each start could be talked out of TLS by whoever holds
 * back the DNS at that moment (RFC 8461 §10.2).
 */
public interface PolicyMemory {

  /** Keeps one, in place of an older one of the same domain. Must not block for long. */
  void keep(KeptPolicy policy);

  /** Forgets one that has expired. Must not block for long. */
  void forget(DomainName domain);

  /** Nothing outlives the process. */
  static PolicyMemory none() {
    return new PolicyMemory() {
      @Override
      public void keep(KeptPolicy policy) {}

      @Override
      public void forget(DomainName domain) {}
    };
  }
}
