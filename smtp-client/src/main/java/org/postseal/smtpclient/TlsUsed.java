package org.postseal.smtpclient;

import java.util.Optional;
import org.postseal.smtpclient.tls.TlsDefect;
import org.postseal.smtpclient.tls.TlsPolicy;

/**
 * What was asked of TLS with one host, and what came of it.
 *
 * @param policy what it had to prove
 * @param defect what it did not, whether that kept the mail back or not
 * @param version of the protocol, such as {@code TLSv1.3}; empty in the clear
 * @param cipher the suite, such as {@code TLS_AES_256_GCM_SHA384}; empty in the clear
 */
public record TlsUsed(
    TlsPolicy policy,
    Optional<TlsDefect> defect,
    Optional<String> version,
    Optional<String> cipher) {

  /** What came of a policy where there was no TLS. */
  static TlsUsed none(TlsPolicy policy, Optional<TlsDefect> defect) {
    return new TlsUsed(policy, defect, Optional.empty(), Optional.empty());
  }
}
