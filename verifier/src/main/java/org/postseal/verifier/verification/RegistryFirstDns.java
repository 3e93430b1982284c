package org.postseal.verifier.verification;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.registryview.RegistryHttp;
import org.postseal.registryview.RegistryResource;
import org.postseal.topics.Json;
import org.postseal.topics.MalformedRecordException;

/**
 * Asks the key registry for key records, and the DNS for everything else and when the registry is
 * away. Keeps nothing: a cache stands in front.
 *
 * <p>What the registry says is final, also that the DNS could not be asked: it has just tried.
 * While it is away, nobody else can say that there is no such key of a domain we sign for: the DNS
 * may not have it yet, or only for others to see. So that stays open.
 */
final class RegistryFirstDns implements Dns {
  private static final Logger LOG = Logger.getLogger(RegistryFirstDns.class);
  private static final String KEY_NAMES = "._domainkey.";

  private final RegistryHttp registry;
  private final Dns dns;
  private final Predicate<DomainName> ours;

  /** With how to tell the domains we sign for. */
  RegistryFirstDns(RegistryHttp registry, Dns dns, Predicate<DomainName> ours) {
    this.registry = registry;
    this.dns = dns;
    this.ours = ours;
  }

  /** What the registry answers about a key; its other fields are not needed here. */
  record PublicKey(
      String outcome, List<String> records, long ttl, String dnssec, Optional<String> reason) {}

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
        ? fromRegistry(selector, domain).orElseGet(() -> withoutRegistry(name, domain))
        : dns.txt(name);
  }

  /**
   * The DNS has names of any octets, and SPF's macros ask for them; the registry knows selectors of
   * mail domains, and refuses anything else.
   */
  private static boolean canBeKnown(String selector, String domain) {
    return Selector.parse(selector).isPresent()
        && DomainName.parse(domain).filter(DomainName::isHostName).isPresent();
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

  private Optional<DnsAnswer<String>> fromRegistry(String selector, String domain) {
    return switch (registry.get(RegistryResource.at("public-keys", selector, domain))) {
      case RegistryHttp.Answer.Ok(var body) -> read(body);
      case RegistryHttp.Answer.Refused(int status) -> {
        LOG.warnf("the registry refuses to answer about a public key: status %d", status);
        yield Optional.empty();
      }
      case RegistryHttp.Answer.Away _ -> Optional.empty();
    };
  }

  private static Optional<DnsAnswer<String>> read(byte[] body) {
    try {
      var answer = Json.read(body, PublicKey.class);
      var ttl = Duration.ofSeconds(answer.ttl());
      return switch (answer.outcome()) {
        case "found" ->
            answer.records().isEmpty()
                ? Optional.empty()
                : Optional.of(new DnsAnswer.Found<>(answer.records(), ttl, dnssec(answer)));
        case "no-such-domain" -> Optional.of(new DnsAnswer.NoSuchDomain<>(ttl));
        case "no-records" -> Optional.of(new DnsAnswer.NoRecords<>(ttl));
        case "unavailable" ->
            Optional.of(new DnsAnswer.Unavailable<>(answer.reason().orElse("not known now")));
        default -> Optional.empty();
      };
    } catch (MalformedRecordException e) {
      LOG.warnf("the registry's answer about a public key cannot be read: %s", e.getMessage());
      return Optional.empty();
    }
  }

  private static DnssecStatus dnssec(PublicKey answer) {
    return answer.dnssec().equals("secure") ? DnssecStatus.SECURE : DnssecStatus.NOT_PROVEN;
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
