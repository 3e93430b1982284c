package org.postseal.authentication;

import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.RememberingDns;

/**
 * Whom each method asks about one message, so that none can use up what the others need. For one
 * evaluation on one thread; no question is asked twice.
 *
 * @param spf asked by SPF
 * @param dmarc asked by DMARC
 * @param keys asked by DKIM, DomainKeys and ARC
 * @param others asked about what is no method of RFC 8601, such as a null MX
 */
public record MethodDns(Dns spf, Dns dmarc, KeyRecordSource keys, Dns others) {

  /**
   * So many questions of each; what would be more is as if nobody answered.
   *
   * @param spf TXT, A, AAAA, MX and PTR of RFC 7208
   * @param dmarc {@code _dmarc} names of RFC 9989, and whether the author domain exists
   * @param keys key records of RFC 6376, 4870 and 8617
   * @param others MX records and DomainKeys policies
   */
  public record Limits(int spf, int dmarc, int keys, int others) {
    /** A hundred questions. */
    public static final Limits DEFAULT = new Limits(50, 16, 30, 4);
  }

  /** All of them ask this DNS. */
  public static MethodDns of(Dns dns, Limits limits) {
    return of(dns, dns, dns, dns, limits);
  }

  /** Each asks its own; none of them needs to remember anything. */
  public static MethodDns of(Dns spf, Dns dmarc, Dns keys, Dns others, Limits limits) {
    return new MethodDns(
        new RememberingDns(spf, limits.spf()),
        new RememberingDns(dmarc, limits.dmarc()),
        KeyRecordSource.dns(new RememberingDns(keys, limits.keys())),
        new RememberingDns(others, limits.others()));
  }
}
