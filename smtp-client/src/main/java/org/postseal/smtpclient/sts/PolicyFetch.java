package org.postseal.smtpclient.sts;

import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.tls.TlsDefect;

/** Gets the text of a domain's policy from its policy host (RFC 8461 §3.3). */
public interface PolicyFetch {

  /** What came of it. */
  sealed interface Fetched {
    /** The policy host's answer. */
    record Text(String text) implements Fetched {}

    /** Why there is none, for reports and for operators. */
    record Failed(TlsDefect defect, String reason) implements Fetched {}
  }

  /** Blocks, but not for ever. */
  Fetched fetch(DomainName domain);
}
