package org.postseal.smtpclient;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.sts.StsPolicies;
import org.postseal.smtpclient.sts.StsPolicy;
import org.postseal.smtpclient.tls.TlsDefect;
import org.postseal.smtpclient.tls.TlsJudge;
import org.postseal.smtpclient.tls.TlsPolicy;

/**
 * What one mail exchanger's certificate proves about a mail domain.
 *
 * <pre>
 *   TLSA (all proven)   certificate                            proof
 *   usable records      fits them                              DANE
 *   usable records      does not                               the host is not used
 *   not known           any                                    the host is not used
 *   none usable         of the mail domain, from an authority  NAMED
 *   none usable         of the host, which MTA-STS enforces    NAMED
 *   none usable         any other                              TLS
 * </pre>
 */
final class ExchangerProof {
  private final TlsRules rules;
  private final DomainName domain;
  private final HostTarget host;
  private final Optional<TlsPolicy> dane;

  private ExchangerProof(
      TlsRules rules, DomainName domain, HostTarget host, Optional<TlsPolicy> dane) {
    this.rules = rules;
    this.domain = domain;
    this.host = host;
    this.dane = dane;
  }

  /**
   * Looks up what there is to know before the connection. Blocks for the DNS.
   *
   * @param proven whether DNSSEC proves the host's name and addresses
   */
  static ExchangerProof of(TlsRules rules, DomainName domain, HostTarget host, boolean proven) {
    return new ExchangerProof(
        rules,
        domain,
        host,
        proven
            ? rules
                .dane()
                .flatMap(search -> search.policy(DomainName.of(host.name()), host.port(), domain))
            : Optional.empty());
  }

  /** By the certificates that the host has shown, its own first. */
  HostProof of(List<X509Certificate> chain) throws HopLostException {
    if (dane.isPresent() && !(dane.get() instanceof TlsPolicy.DaneWithoutRecords)) {
      var defect = new TlsJudge(rules.authorities()).judge(dane.get(), chain, host.name());
      if (defect.isPresent()) {
        throw notUsed(defect.get());
      }
      return HostProof.DANE;
    }
    var authorities = rules.authorities();
    return authorities.judge(chain, domain.ascii()).isEmpty()
            || (isEnforced() && authorities.judge(chain, host.name()).isEmpty())
        ? HostProof.NAMED
        : HostProof.TLS;
  }

  private boolean isEnforced() {
    return rules
        .sts()
        .map(policies -> policies.of(domain))
        .flatMap(StsPolicies.Found::policy)
        .filter(policy -> policy.mode() == StsPolicy.Mode.ENFORCE)
        .filter(policy -> policy.allows(DomainName.of(host.name())))
        .isPresent();
  }

  private static HopLostException notUsed(TlsDefect defect) {
    return HopLostException.unfit(
        Stage.HANDSHAKE, new Outcome.Deferred("451 4.7.5 DANE: " + defect), defect);
  }
}
