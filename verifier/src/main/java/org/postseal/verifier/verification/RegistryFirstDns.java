package org.postseal.verifier.verification;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.registryview.RegistryHttp;

/**
 * Asks the key registry for key records, and the DNS for everything else and when the registry is
 * away. Keeps nothing: a cache stands in front.
 *
 * <p>What the registry says of others' keys is final, also that the DNS could not be asked: it has
 * just tried. What it says of keys of its own is no answer here: mail that comes from outside is
 * judged as any stranger would judge it, by the public DNS, or our own tests would flatter us.
 * {@link OwnKeys} reports where the two differ.
 *
 * <p>While the registry is away it cannot be reported, so what becomes of a key of ours that the
 * DNS does not have stays open.
 */
final class RegistryFirstDns implements Dns {
  private static final String KEY_NAMES = "._domainkey.";

  private final RegistryKeys registry;
  private final Dns dns;
  private final Predicate<DomainName> ours;

  /** With how to tell the domains we sign for. */
  RegistryFirstDns(RegistryHttp registry, Dns dns, Predicate<DomainName> ours) {
    this.registry = new RegistryKeys(registry);
    this.dns = dns;
    this.ours = ours;
  }

  @Override
  public DnsAnswer<String> txt(DomainName name) {
    int at = name.ascii().indexOf(KEY_NAMES);
    boolean isKeyName = at > 0 && name.ascii().indexOf(KEY_NAMES, at + 1) < 0;
    if (!isKeyName) {
      return dns.txt(name);
    }
    var selector = name.ascii().substring(0, at);
    var domain = name.ascii().substring(at + KEY_NAMES.length());
    return canBeKnown(selector, domain)
        ? registry
            .find(selector, domain)
            .map(known -> known.isOwn() ? dns.txt(name) : known.answer())
            .orElseGet(() -> withoutRegistry(name, domain))
        : dns.txt(name);
  }

  private DnsAnswer<String> withoutRegistry(DomainName name, String domain) {
    var answer = dns.txt(name);
    return switch (answer) {
      case DnsAnswer.Found<String> _, DnsAnswer.Unavailable<String> _ -> answer;
      case DnsAnswer.NoSuchDomain<String> _, DnsAnswer.NoRecords<String> _ ->
          DomainName.parse(domain).filter(ours).isPresent()
              ? new DnsAnswer.Unavailable<>("a key of ours, and the registry is away")
              : answer;
    };
  }

  /**
   * The DNS has names of any octets, and SPF's macros ask for them; the registry knows selectors of
   * mail domains, and refuses anything else.
   */
  private static boolean canBeKnown(String selector, String domain) {
    return Selector.parse(selector).isPresent()
        && DomainName.parse(domain).filter(DomainName::isHostName).isPresent();
  }

  @Override
  public DnsAnswer<InetAddress> addresses(DomainName name, AddressFamily family) {
    return dns.addresses(name, family);
  }

  @Override
  public DnsAnswer<MailExchange> mailExchanges(DomainName name) {
    return dns.mailExchanges(name);
  }

  @Override
  public DnsAnswer<DomainName> pointers(InetAddress address) {
    return dns.pointers(address);
  }
}
