package org.postseal.ingress.connection;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;

/** A DNS that knows one thing: bl.example lists 127.0.0.1. */
final class LoopbackListed implements Dns {
  private static final Duration TTL = Duration.ofMinutes(1);

  @Override
  public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
    return name.ascii().equals("1.0.0.127.bl.example")
        ? new DnsAnswer.Found<>(
            List.of(InetAddress.ofLiteral("127.0.0.2")), TTL, DnssecStatus.NOT_PROVEN)
        : new DnsAnswer.NoSuchDomain<>(TTL);
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    return new DnsAnswer.NoSuchDomain<>(TTL);
  }

  @Override
  public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
    return new DnsAnswer.NoSuchDomain<>(TTL);
  }

  @Override
  public DnsAnswer<DomainName> pointers(InetAddress address) {
    return new DnsAnswer.NoSuchDomain<>(TTL);
  }
}
