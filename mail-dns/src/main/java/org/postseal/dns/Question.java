package org.postseal.dns;

import java.net.InetAddress;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.authentication.dns.TlsaRecord;

/**
 * A question as a value, so that it can be a key.
 *
 * @param <T> as in the answer
 */
public sealed interface Question<T> {

  /** Asks it there. */
  DnsAnswer<T> askedOf(Dns dns);

  record Txt(DomainName name) implements Question<String> {
    @Override
    public DnsAnswer<String> askedOf(Dns dns) {
      return dns.txt(name);
    }
  }

  record Addresses(DomainName name, AddressFamily family) implements Question<InetAddress> {
    @Override
    public DnsAnswer<InetAddress> askedOf(Dns dns) {
      return dns.addresses(name, family);
    }
  }

  record MailExchanges(DomainName name) implements Question<MailExchange> {
    @Override
    public DnsAnswer<MailExchange> askedOf(Dns dns) {
      return dns.mailExchanges(name);
    }
  }

  record Pointers(InetAddress address) implements Question<DomainName> {
    @Override
    public DnsAnswer<DomainName> askedOf(Dns dns) {
      return dns.pointers(address);
    }
  }

  record Tlsa(DomainName name) implements Question<TlsaRecord> {
    @Override
    public DnsAnswer<TlsaRecord> askedOf(Dns dns) {
      return dns.tlsa(name);
    }
  }

  record Aliases(DomainName name) implements Question<DomainName> {
    @Override
    public DnsAnswer<DomainName> askedOf(Dns dns) {
      return dns.aliases(name);
    }
  }
}
