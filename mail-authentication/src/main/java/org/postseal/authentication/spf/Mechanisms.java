package org.postseal.authentication.spf;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postseal.authentication.dns.AddressFamily;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.MailExchange;
import org.postseal.authentication.spf.SpfOutcome.PermanentError;
import org.postseal.authentication.spf.TargetNames.Target;

/** Whether mechanisms match, RFC 7208 §5, with the counts of §4.6.4. */
final class Mechanisms {
  private final Dns dns;
  private final SpfLimits limits;
  private final InetAddress client;
  private final ReverseNames reverseNames;
  private final TargetNames targets;
  private final Function<DomainName, SpfOutcome> checkHost;
  private int terms;
  private int voidLookups;

  Mechanisms(
      Dns dns,
      SpfLimits limits,
      InetAddress client,
      ReverseNames reverseNames,
      TargetNames targets,
      Function<DomainName, SpfOutcome> checkHost) {
    this.dns = dns;
    this.limits = limits;
    this.client = client;
    this.reverseNames = reverseNames;
    this.targets = targets;
    this.checkHost = checkHost;
  }

  /** Counts one term that asks the DNS. */
  boolean beyondTerms() {
    return ++terms > limits.terms();
  }

  static SpfOutcome tooManyTerms(SpfLimits limits) {
    return new PermanentError("more than " + limits.terms() + " terms ask the DNS");
  }

  Match match(Mechanism mechanism, DomainName domain) {
    return switch (mechanism) {
      // RFC 7208 §5.1
      case Mechanism.All _ -> new Match.Matches();
      // RFC 7208 §5.6
      case Mechanism.Ip(var network, _) -> Match.when(network.contains(client));
      case Mechanism.Include(var spec, _) ->
          asking(
              Optional.of(spec),
              domain,
              this::include,
              Match.permanentError("include of what is no domain name"));
      case Mechanism.A(var spec, var cidr, _) -> asking(spec, domain, name -> a(name, cidr));
      case Mechanism.Mx(var spec, var cidr, _) -> asking(spec, domain, name -> mx(name, cidr));
      case Mechanism.Ptr(var spec, _) -> asking(spec, domain, this::ptr);
      case Mechanism.Exists(var spec, _) -> asking(Optional.of(spec), domain, this::exists);
    };
  }

  private Match asking(
      Optional<DomainSpec> spec, DomainName domain, Function<DomainName, Match> question) {
    return asking(spec, domain, question, new Match.NotThis());
  }

  private Match asking(
      Optional<DomainSpec> spec,
      DomainName domain,
      Function<DomainName, Match> question,
      Match ifUnaskable) {
    if (beyondTerms()) {
      return new Match.Ends(tooManyTerms(limits));
    }
    // RFC 7208 §4.8: without a domain-spec, the current domain.
    Target target = spec.isEmpty() ? new Target.Name(domain) : targets.target(spec.get(), domain);
    return switch (target) {
      case Target.Name(var name) -> question.apply(name);
      case Target.Unaskable _ -> ifUnaskable;
      case Target.MatchesNothing _ -> new Match.NotThis();
      case Target.TooLong _ ->
          Match.permanentError("a macro expands to more than " + limits.expansion());
    };
  }

  /**
   * RFC 7208 §5.2: pass matches; fail, softfail and neutral do not; errors are errors here, too,
   * and none is permerror.
   */
  private Match include(DomainName name) {
    return switch (checkHost.apply(name)) {
      case SpfOutcome.Pass _ -> new Match.Matches();
      case SpfOutcome.Fail _, SpfOutcome.SoftFail _, SpfOutcome.Neutral _ -> new Match.NotThis();
      case SpfOutcome.TemporaryError error -> new Match.Ends(error);
      case SpfOutcome.PermanentError error -> new Match.Ends(error);
      case SpfOutcome.None _ ->
          Match.permanentError("include of " + name + ", which has no policy");
    };
  }

  /** RFC 7208 §5.3. */
  private Match a(DomainName name, DualCidr cidr) {
    return found(
        dns.addresses(name, ReverseNames.familyOf(client)),
        "addresses",
        name,
        addresses -> Match.when(isAmong(addresses, cidr)));
  }

  /** RFC 7208 §5.4; no MX record is no match, and never the address of the name itself. */
  private Match mx(DomainName name, DualCidr cidr) {
    return found(dns.mailExchanges(name), "MX", name, exchanges -> mx(name, exchanges, cidr));
  }

  private Match mx(DomainName name, List<MailExchange> exchanges, DualCidr cidr) {
    // RFC 7208 §4.6.4
    if (exchanges.size() > limits.mailExchanges()) {
      return Match.permanentError(
          name + " has more than " + limits.mailExchanges() + " MX records");
    }
    for (var exchange : exchanges) {
      if (exchange.isNull()) {
        continue;
      }
      switch (dns.addresses(exchange.exchange(), ReverseNames.familyOf(client))) {
        case DnsAnswer.Found<InetAddress>(var addresses, _, _) when isAmong(addresses, cidr) -> {
          return new Match.Matches();
        }
        case DnsAnswer.Unavailable<InetAddress>(var reason) -> {
          return new Match.Ends(CheckHost.temporary("addresses", exchange.exchange(), reason));
        }
        case DnsAnswer.Found<InetAddress> _,
            DnsAnswer.NoSuchDomain<InetAddress> _,
            DnsAnswer.NoRecords<InetAddress> _ -> {}
      }
    }
    return new Match.NotThis();
  }

  /** RFC 7208 §5.5: a DNS error here is no match. */
  private Match ptr(DomainName name) {
    return switch (reverseNames.pointers()) {
      case DnsAnswer.Unavailable<DomainName> _ -> new Match.NotThis();
      case DnsAnswer.NoSuchDomain<DomainName> _, DnsAnswer.NoRecords<DomainName> _ -> voidLookup();
      case DnsAnswer.Found<DomainName> _ -> Match.when(reverseNames.anyWithin(name));
    };
  }

  /** RFC 7208 §5.7: asks for A records whatever the client's family is. */
  private Match exists(DomainName name) {
    return found(dns.addresses(name, AddressFamily.IPV4), "A", name, _ -> new Match.Matches());
  }

  private <T> Match found(
      DnsAnswer<T> answer, String type, DomainName name, Function<List<T>, Match> matching) {
    return switch (answer) {
      case DnsAnswer.Found<T>(var records, _, _) -> matching.apply(records);
      case DnsAnswer.NoSuchDomain<T> _, DnsAnswer.NoRecords<T> _ -> voidLookup();
      // RFC 7208 §5: an error or a timeout ends the check.
      case DnsAnswer.Unavailable<T>(var reason) ->
          new Match.Ends(CheckHost.temporary(type, name, reason));
    };
  }

  /**
   * RFC 7208 §4.6.4 counts <em>terms</em> whose question has no answer. So the address questions
   * that follow an MX or PTR answer do not count: an exchanger without IPv6 is no error.
   */
  private Match voidLookup() {
    return ++voidLookups > limits.voidLookups()
        ? Match.permanentError("more than " + limits.voidLookups() + " void lookups")
        : new Match.NotThis();
  }

  private boolean isAmong(List<InetAddress> addresses, DualCidr cidr) {
    return addresses.stream().anyMatch(address -> Network.agree(address, client, cidr));
  }
}
