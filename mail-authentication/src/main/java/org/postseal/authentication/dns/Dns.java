package org.postseal.authentication.dns;

import java.net.InetAddress;

/**
 * The DNS as mail sees it. Every method blocks until there is an answer or the adapter's time is
 * over, so call it only on threads that may wait; none throws for what the network does, that is
 * {@link DnsAnswer.Unavailable}.
 */
public interface Dns {

  /**
   * TXT records. Each element is one record, its character-strings joined without anything between
   * (RFC 6376 §3.6.2.2, RFC 7208 §3.3), each octet as the ISO-8859-1 character of its value.
   */
  DnsAnswer<String> txt(DomainName name);

  /** A or AAAA records, CNAMEs followed. */
  DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family);

  /** MX records in the order of the answer; the caller sorts and shuffles (RFC 5321 §5.1). */
  DnsAnswer<MailExchange> mailExchanges(DomainName name);

  /** The names that the reverse tree gives for an address (PTR). Nothing here proves them. */
  DnsAnswer<DomainName> pointers(InetAddress address);

  /**
   * TLSA records of a name such as {@code _25._tcp.mx.example.com} (RFC 6698 §3), CNAMEs followed.
   *
   * @throws UnsupportedOperationException where nobody may ask for them
   */
  default DnsAnswer<TlsaRecord> tlsa(DomainName name) {
    throw new UnsupportedOperationException("this DNS is not asked for TLSA records");
  }

  /**
   * The name that a name is an alias for (CNAME), one step and no further.
   *
   * @throws UnsupportedOperationException where nobody may ask for it
   */
  default DnsAnswer<DomainName> aliases(DomainName name) {
    throw new UnsupportedOperationException("this DNS is not asked for aliases");
  }
}
