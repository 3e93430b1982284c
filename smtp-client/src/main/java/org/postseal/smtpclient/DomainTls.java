package org.postseal.smtpclient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.sts.StsPolicies;
import org.postseal.smtpclient.sts.StsPolicy;
import org.postseal.smtpclient.tls.PolicyType;
import org.postseal.smtpclient.tls.TlsDefect;
import org.postseal.smtpclient.tls.TlsPolicy;

/**
 * What TLS has to prove to the hosts of one domain, for one message.
 *
 * <pre>
 *   sender's wish    DANE          MTA-STS      what is asked of a host
 *   REQUIRETLS       records       any          the records, and REQUIRETLS
 *   REQUIRETLS       none          any          a certificate of its name, and REQUIRETLS
 *   none             records       any          the records (RFC 8461 §2: DANE goes first)
 *   none             unusable ones any          TLS, whoever answers
 *   none             not known     any          the host is passed over
 *   none             none          enforce      its name in the policy, and a certificate of it
 *   none             none          testing      the same, but only reported
 *   none             none          none         TLS where it works
 *   TLS-Required: No any           any          TLS where it works (RFC 8689 §4.3)
 * </pre>
 *
 * REQUIRETLS also wants the host's name proven, by DNSSEC or by a policy (RFC 8689 §4.2.1).
 */
final class DomainTls {

  /** Whether mail may go to a host. */
  sealed interface Ruling {
    record Allowed(TlsPolicy policy) implements Ruling {}

    /**
     * It may not.
     *
     * @param policy that forbids it, because of the defect
     */
    record Forbidden(Outcome why, TlsPolicy policy, TlsDefect defect) implements Ruling {}
  }

  private final String domain;
  private final TlsRules rules;
  private final Dialogue.StartTls startTls;
  private final Transaction.TlsWish wish;
  private final List<TlsFact> facts = new ArrayList<>();
  private Optional<StsPolicies.Found> sts = Optional.empty();

  /** {@code domain} is empty for a server that an operator named. */
  DomainTls(String domain, TlsRules rules, Dialogue.StartTls startTls, Transaction.TlsWish wish) {
    this.domain = domain;
    this.rules = rules;
    this.startTls = startTls;
    this.wish = wish;
  }

  /** What went well or wrong so far, for reports. */
  List<TlsFact> facts() {
    return facts;
  }

  void failed(PolicyType policy, TlsDefect defect, String hostName, String address) {
    facts.add(new TlsFact.Failed(domain, policy, defect, hostName, address));
  }

  void succeeded(PolicyType policy, String hostName) {
    facts.add(new TlsFact.Succeeded(domain, policy, hostName));
  }

  boolean requiresTls() {
    return wish == Transaction.TlsWish.REQUIRED;
  }

  /** For a server that an operator named. */
  TlsPolicy ofNamed(Server.Security security) {
    return security.isVerified() || requiresTls() ? new TlsPolicy.Verified() : whereItWorks();
  }

  HostTarget.Security security(TlsPolicy policy) {
    return new HostTarget.Security(policy, false, requiresTls(), Optional.empty());
  }

  private TlsPolicy whereItWorks() {
    return switch (startTls) {
      case WHERE_OFFERED -> new TlsPolicy.Opportunistic();
      case NEVER -> new TlsPolicy.Clear();
    };
  }

  /**
   * For a mail exchanger. Blocks for the DNS and for the policy host.
   *
   * @param nameProven whether DNSSEC proves that the domain named it
   * @param addressesProven whether it proves its addresses
   */
  Ruling ofExchanger(DomainName host, int port, boolean nameProven, boolean addressesProven) {
    if (wish == Transaction.TlsWish.OPTIONAL
        || (startTls == Dialogue.StartTls.NEVER && !requiresTls())) {
      return new Ruling.Allowed(whereItWorks());
    }
    if (nameProven && addressesProven) {
      var dane = rules.dane().flatMap(search -> search.policy(host, port, DomainName.of(domain)));
      if (dane.isPresent()) {
        return ofDane(dane.get());
      }
    }
    return ofSts(host, nameProven);
  }

  private Ruling ofDane(TlsPolicy policy) {
    // RFC 8689 §4.2.1 wants somebody's proof, and records that cannot be used are none
    return requiresTls() && policy instanceof TlsPolicy.DaneWithoutRecords
        ? new Ruling.Allowed(new TlsPolicy.Verified())
        : new Ruling.Allowed(policy);
  }

  private Ruling ofSts(DomainName host, boolean nameProven) {
    var policy = stsPolicy();
    boolean named = policy.filter(of -> of.allows(host)).isPresent();
    if (requiresTls()) {
      return nameProven || named
          ? new Ruling.Allowed(new TlsPolicy.Verified())
          : new Ruling.Forbidden(
              RequiredTls.unfit("DNSSEC or MTA-STS"),
              new TlsPolicy.Verified(),
              TlsDefect.VALIDATION_FAILURE);
    }
    if (policy.isEmpty()) {
      return new Ruling.Allowed(whereItWorks());
    }
    var enforcement =
        switch (policy.get().mode()) {
          case ENFORCE -> TlsPolicy.Enforcement.ENFORCED;
          case TESTING, NONE -> TlsPolicy.Enforcement.TESTED;
        };
    if (named) {
      return new Ruling.Allowed(new TlsPolicy.Sts(enforcement));
    }
    failed(PolicyType.STS, TlsDefect.VALIDATION_FAILURE, host.ascii(), "");
    return switch (enforcement) {
      case TESTED -> new Ruling.Allowed(whereItWorks());
      case ENFORCED ->
          new Ruling.Forbidden(
              new Outcome.Deferred(
                  "451 4.7.5 MTA-STS: " + host.ascii() + " is not in the domain's policy"),
              new TlsPolicy.Sts(enforcement),
              TlsDefect.VALIDATION_FAILURE);
    };
  }

  /** Asked once for all the domain's hosts. */
  private Optional<StsPolicy> stsPolicy() {
    if (sts.isEmpty() && rules.sts().isPresent()) {
      var found = rules.sts().get().of(DomainName.of(domain));
      found.defect().ifPresent(defect -> failed(PolicyType.STS, defect, "", ""));
      sts = Optional.of(found);
    }
    return sts.flatMap(StsPolicies.Found::policy);
  }
}
