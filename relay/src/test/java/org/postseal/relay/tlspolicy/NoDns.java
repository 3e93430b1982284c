package org.postseal.relay.tlspolicy;

import java.net.InetAddress;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;

/** A DNS that is away: somebody holds it back, say. */
final class NoDns implements Dns {
  private static <T> DnsAnswer<T> away() {
    return new DnsAnswer.Unavailable<>("away");
  }

  @Override
  public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
    return away();
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return away();
  }

  @Override
  public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
    return away();
  }

  @Override
  public DnsAnswer<DomainName> pointers(InetAddress address) {
    return away();
  }
}
