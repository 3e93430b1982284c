package org.postseal.relay.route;

import java.net.InetAddress;
import java.util.List;
import org.postseal.authentication.dns.DomainName;

/** What the DNS said when asked where mail for a domain goes. */
public sealed interface HostSearch {

  /** Hosts to try, in this order. */
  record Hosts(List<DomainName> names) implements HostSearch {
    public Hosts {
      names = List.copyOf(names);
    }
  }

  /** The domain was an address literal (RFC 5321 §4.1.3): this address and no other. */
  record Literal(InetAddress address) implements HostSearch {}

  /** Mail for this domain can never be delivered; the reply line says why. */
  record Never(String reply) implements HostSearch {}

  /** Not known now. A DNS that cannot be had is never a bounce. */
  record NotNow(String reply) implements HostSearch {}
}
