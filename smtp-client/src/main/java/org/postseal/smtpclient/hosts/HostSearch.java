package org.postseal.smtpclient.hosts;

import java.net.InetAddress;
import java.util.List;
import org.postseal.authentication.dns.DomainName;

/** What the DNS said when asked where mail for a domain goes. */
public sealed interface HostSearch {

  /** Hosts to try, in this order. */
  record Hosts(List<DomainName> names, Proof proof) implements HostSearch {
    public Hosts {
      names = List.copyOf(names);
    }
  }

  /** Whether the names are the domain's own word. */
  enum Proof {
    /** DNSSEC proves them (RFC 4035), or the only name is the domain's own. */
    PROVEN,
    /** Whoever can forge an answer of the DNS may have named them. */
    NOT_PROVEN
  }

  /** The domain was an address literal (RFC 5321 §4.1.3): this address and no other. */
  record Literal(InetAddress address) implements HostSearch {}

  /** Mail for this domain can never be delivered; the reply line says why. */
  record Never(String reply) implements HostSearch {}

  /** Not known now. A DNS that cannot be had is never a bounce. */
  record NotNow(String reply) implements HostSearch {}
}
