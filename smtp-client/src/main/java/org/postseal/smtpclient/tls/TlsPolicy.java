package org.postseal.smtpclient.tls;

import java.util.List;
import org.postseal.authentication.dns.TlsaRecord;

/** What TLS with one host has to prove before anything is sent to it. */
public sealed interface TlsPolicy {

  /** No TLS, because an operator says so. */
  record Clear() implements TlsPolicy {}

  /** TLS where it works, whoever answers; in the clear where it does not (RFC 7435). */
  record Opportunistic() implements TlsPolicy {}

  /**
   * The certificate that secure TLSA records announce (RFC 7672 §3.1).
   *
   * @param records usable ones, at least one
   * @param names any of which a certificate below a DANE-TA record has to name (§3.2.2)
   */
  record Dane(List<TlsaRecord> records, List<String> names) implements TlsPolicy {
    public Dane {
      records = List.copyOf(records);
      names = List.copyOf(names);
    }
  }

  /** Secure TLSA records of which none is usable: TLS, whoever answers (RFC 7672 §2.2). */
  record DaneWithoutRecords() implements TlsPolicy {}

  /** A certificate for the host, from a trusted authority (RFC 8461 §4.1 and §4.2). */
  record Sts(Enforcement enforcement) implements TlsPolicy {}

  /** The same because the sender or an operator asks for it. */
  record Verified() implements TlsPolicy {}

  /** The TLSA records could not be had: the host must not be used (RFC 7672 §2.1.2). */
  record Unusable(String reason) implements TlsPolicy {}

  /** Whether a policy is obeyed or only reported about. */
  enum Enforcement {
    ENFORCED,
    TESTED
  }

  /** Whether mail may go in the clear, or to whoever answers, when TLS does not work out. */
  default boolean isBinding() {
    return switch (this) {
      case Clear _, Opportunistic _ -> false;
      case Sts(var enforcement) -> enforcement == Enforcement.ENFORCED;
      case Dane _, DaneWithoutRecords _, Verified _, Unusable _ -> true;
    };
  }

  /** Whether TLS is begun at all. */
  default boolean wantsTls() {
    return !(this instanceof Clear);
  }

  /** Whose word it is. */
  default PolicyType type() {
    return switch (this) {
      case Clear _, Opportunistic _ -> PolicyType.NO_POLICY_FOUND;
      case Dane _, DaneWithoutRecords _, Unusable _ -> PolicyType.TLSA;
      case Sts _ -> PolicyType.STS;
      case Verified _ -> PolicyType.OURS;
    };
  }

  /** As events have it. */
  default String word() {
    return switch (this) {
      case Clear _ -> "none";
      case Opportunistic _ -> "opportunistic";
      case Dane _, DaneWithoutRecords _, Unusable _ -> "dane";
      case Sts(var enforcement) ->
          enforcement == Enforcement.ENFORCED ? "mta-sts" : "mta-sts-testing";
      case Verified _ -> "verified";
    };
  }

  /** What operators read. */
  default String words() {
    return switch (this) {
      case Clear _ -> "no TLS";
      case Opportunistic _ -> "opportunistic TLS";
      case Dane _, DaneWithoutRecords _, Unusable _ -> "DANE";
      case Sts _ -> "MTA-STS";
      case Verified _ -> "verified TLS";
    };
  }
}
