package org.postseal.smtpclient.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Whether the certificates a host has shown are what its policy asks for. */
public final class TlsJudge {
  private final Authorities authorities;

  public TlsJudge(Authorities authorities) {
    this.authorities = authorities;
  }

  /** What is wrong, for a host of this name; the host's own certificate comes first. */
  public Optional<TlsDefect> judge(TlsPolicy policy, List<X509Certificate> chain, String hostName) {
    return switch (policy) {
      case TlsPolicy.Clear _, TlsPolicy.Opportunistic _, TlsPolicy.DaneWithoutRecords _ ->
          Optional.empty();
      case TlsPolicy.Dane dane -> Tlsa.judge(chain, dane);
      case TlsPolicy.Sts _, TlsPolicy.Verified _ -> authorities.judge(chain, hostName);
      case TlsPolicy.Unusable _ -> Optional.of(TlsDefect.DNSSEC_INVALID);
    };
  }
}
