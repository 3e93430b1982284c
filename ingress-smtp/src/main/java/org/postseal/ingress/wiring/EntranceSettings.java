package org.postseal.ingress.wiring;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postseal.accounts.throttle.Network;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.CacheSettings;
import org.postseal.dns.CachingDns;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.ingress.IngressSettings;
import org.postseal.ingress.accounts.AccountParts;
import org.postseal.ingress.load.Allowance;
import org.postseal.ingress.load.BlockedClients;
import org.postseal.ingress.load.BlocklistSettings;
import org.postseal.ingress.load.Blocklists;
import org.postseal.ingress.load.ClientLimits;
import org.postseal.ingress.load.ClientLimits.Scope;
import org.postseal.ingress.load.Entrance;
import org.postseal.ingress.load.LimitSettings;
import org.postseal.ingress.session.Listener;

/** The entrance as the settings want it. */
final class EntranceSettings {
  private EntranceSettings() {}

  static Entrance entrance(
      IngressSettings settings, Vertx vertx, InstantSource clock, BlockedClients blocked) {
    var proxies = settings.proxies();
    return new Entrance(
        new Entrance.Settings(
            settings.limits().connections(),
            new Entrance.Proxies(
                proxied(settings),
                proxies.trusted().orElse(List.of()),
                proxies.timeout(),
                proxies.header())),
        new Allowance(
            clients(settings.limits()),
            AccountParts.rates(settings.accounts().rates(), clock),
            AccountParts.throttle(settings.accounts().throttle(), clock),
            clock),
        blocklists(settings.blocklists(), vertx, clock),
        blocked);
  }

  private static ClientLimits clients(LimitSettings limits) {
    return new ClientLimits(
        new ClientLimits.Settings(
            Map.of(
                Scope.ADDRESS, amounts(limits.perAddress()),
                Scope.NETWORK, amounts(limits.perNetwork()),
                Scope.LISTENER, amounts(limits.perListener())),
            limits.period(),
            limits.remembered(),
            new Network.PrefixLengths(limits.ipv4Prefix(), limits.ipv6Prefix()),
            limits.unlimited()));
  }

  private static ClientLimits.Amounts amounts(LimitSettings.Client client) {
    return new ClientLimits.Amounts(
        client.sessions(),
        client.connections(),
        client.messages(),
        client.recipients(),
        client.content().asLongValue(),
        client.policyQueries());
  }

  private static Set<Listener> proxied(IngressSettings settings) {
    var proxied = EnumSet.noneOf(Listener.class);
    if (settings.mx().proxyProtocol()) {
      proxied.add(Listener.MX);
    }
    if (settings.submission().proxyProtocol()) {
      proxied.add(Listener.SUBMISSION);
    }
    if (settings.submissions().proxyProtocol()) {
      proxied.add(Listener.SUBMISSIONS);
    }
    return proxied;
  }

  private static Optional<Blocklists> blocklists(
      BlocklistSettings settings, Vertx vertx, InstantSource clock) {
    return settings
        .zones()
        .map(
            zones -> {
              var resolvers =
                  settings
                      .dnsServers()
                      .map(ResolverSettings::parse)
                      .orElseGet(ResolverSettings::ofSystem)
                      .withPatience(settings.timeout());
              return new Blocklists(
                  vertx,
                  new CachingDns(new DnsjavaDns(resolvers), CacheSettings.DEFAULT, clock),
                  zones.stream().map(DomainName::of).toList(),
                  settings.timeout());
            });
  }
}
