package org.postseal.authentication.dns;

/**
 * One MX record, RFC 1035 §3.3.9.
 *
 * @param preference 0 to 65535; the lowest is tried first
 * @param exchange the host; {@link DomainName#ROOT} in a null MX (RFC 7505)
 */
public record MailExchange(int preference, DomainName exchange) {

  public MailExchange {
    if (preference < 0 || preference > 0xFFFF) {
      throw new IllegalArgumentException("preference out of range: " + preference);
    }
  }

  /** Says "this domain accepts no mail" if it is the domain's only MX record (RFC 7505 §3). */
  public boolean isNull() {
    return exchange.isRoot();
  }
}
