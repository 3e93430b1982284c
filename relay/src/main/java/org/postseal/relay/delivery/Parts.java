package org.postseal.relay.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.postseal.asking.OpenQuestions;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.CachingDns;
import org.postseal.dns.DnsMetrics;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.relay.RelaySettings;
import org.postseal.relay.dsn.ReportComposer;
import org.postseal.relay.maildir.MaildirStore;
import org.postseal.relay.reporting.ReportSigning;
import org.postseal.relay.reporting.Reports;
import org.postseal.relay.retry.RetrySchedule;
import org.postseal.relay.route.Route;
import org.postseal.relay.route.RouteTable;
import org.postseal.relay.sharing.HostShares;
import org.postseal.relay.sharing.ShareLimits;
import org.postseal.relay.sharing.ShareLimits.Budget;
import org.postseal.relay.sharing.WorkClass;
import org.postseal.smtpclient.Connections;
import org.postseal.smtpclient.Dialogue;
import org.postseal.smtpclient.HostPace;
import org.postseal.smtpclient.NextHopClient;
import org.postseal.smtpclient.Timeouts;
import org.postseal.smtpclient.Watch;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.hosts.ReachableAddresses;
import org.postseal.smtpclient.pace.HostRest;
import org.postseal.smtpclient.sts.PolicyMemory;

/**
 * What the settings mean to each part of the relay. A setting that cannot be read stops the start.
 */
final class Parts {
  private final RelaySettings settings;
  private final MeterRegistry meters;
  private final CachingDns dns;
  private final HostPace hostPace;

  Parts(RelaySettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.meters = meters;
    this.dns = caching();
    this.hostPace = makePace();
  }

  RouteTable routes() {
    var routes = new HashMap<String, Route>();
    settings.routes().forEach((domain, route) -> routes.put(domain, Route.parse(route)));
    return new RouteTable(routes, Route.parse(settings.defaultRoute()), settings.hostName());
  }

  MailExchangers mailExchangers() {
    var mx = settings.mx();
    var ownNames = new HashSet<DomainName>();
    Stream.concat(Stream.of(settings.hostName()), settings.ownNames().orElse(List.of()).stream())
        .map(DomainName::of)
        .forEach(ownNames::add);
    return new MailExchangers(
        dns, new MailExchangers.Limits(mx.hosts(), mx.addresses(), ownNames, reachable()));
  }

  private ReachableAddresses reachable() {
    var mx = settings.mx();
    return new ReachableAddresses(
        mx.allowLoopback()
            ? ReachableAddresses.Loopback.ALLOWED
            : ReachableAddresses.Loopback.REFUSED,
        mx.allowPrivate()
            ? ReachableAddresses.PrivateNetworks.ALLOWED
            : ReachableAddresses.PrivateNetworks.REFUSED);
  }

  private CachingDns caching() {
    var resolvers = ResolverSettings.parse(settings.dns().servers().orElse(List.of()));
    var cache =
        new CachingDns(
            new DnsjavaDns(
                settings.dns().trustAuthenticatedData()
                    ? resolvers.trustingAuthenticatedData()
                    : resolvers));
    new DnsMetrics(cache, "relay").bindTo(meters);
    return cache;
  }

  /** What others say about TLS, and where it is looked up. */
  OutboundTls outboundTls(Watch watch, InstantSource clock, PolicyMemory memory) {
    return OutboundTls.of(
        settings, dns, new OutboundTls.Surroundings(mailExchangers(), watch, memory), clock);
  }

  /** How others are gone about. */
  NextHopClient.Habits habits(OutboundTls tls) {
    return new NextHopClient.Habits(dialogue(), tls.rules(), hostPace, reach());
  }

  /** How fast each host of a next hop is gone about. */
  HostPace pace() {
    return hostPace;
  }

  private HostPace makePace() {
    var host = settings.client().host();
    return new HostPace(
        new HostPace.Limits(
            host.connections(),
            host.connectionsAtFirst(),
            host.failures(),
            host.rest(),
            host.longestRest(),
            host.patience(),
            host.perMinute()));
  }

  private Dialogue dialogue() {
    var client = settings.client();
    var startTls =
        switch (client.starttls()) {
          case OPPORTUNISTIC -> Dialogue.StartTls.WHERE_OFFERED;
          case NEVER -> Dialogue.StartTls.NEVER;
        };
    var timeouts =
        new Timeouts(
            client.connectTimeout(),
            client.greetingTimeout(),
            client.commandTimeout(),
            client.dataTimeout(),
            client.blockTimeout(),
            client.endOfDataTimeout());
    return new Dialogue(
        settings.hostName(),
        startTls,
        timeouts,
        client.recipients(),
        Set.copyOf(client.eightBitAsIs().orElse(List.of())));
  }

  private NextHopClient.Reach reach() {
    var client = settings.client();
    return new NextHopClient.Reach(
        settings.mx().port(), client.attemptBudget(), client.connectHeadStart());
  }

  Connections.Reuse reuse() {
    return new Connections.Reuse(
        settings.client().idle(), settings.client().messagesPerConnection());
  }

  MaildirStore maildirs() {
    return new MaildirStore(
        settings.maildir().fsync()
            ? MaildirStore.Durability.DISK
            : MaildirStore.Durability.PAGE_CACHE);
  }

  HostShares<HopClaim> shares() {
    int messages = settings.inFlight().messages();
    long octets = settings.inFlight().octets();
    var budgets =
        Map.of(
            WorkClass.FIRST, new Budget(messages, octets),
            WorkClass.RETRY, new Budget(Math.max(1, messages / 2), octets / 2),
            WorkClass.LARGE, new Budget(Math.max(1, messages / 8), octets),
            WorkClass.RELEASE, new Budget(Math.max(1, messages / 8), octets / 4));
    var destination = settings.destination();
    return new HostShares<>(
        new ShareLimits(
            destination.slots(),
            destination.waiting(),
            budgets,
            destination.slowAfter(),
            new HostRest.Limits(destination.firstRest(), destination.longestRest())));
  }

  RetrySchedule schedule() {
    return new RetrySchedule(settings.retry().delays(), settings.retry().giveUpAfter());
  }

  Fates.Plan plan() {
    return new Fates.Plan(schedule(), settings.reports().delayAfter());
  }

  OpenQuestions.AskingTimes askingTimes() {
    return new OpenQuestions.AskingTimes(
        settings.reports().answerDeadline(), settings.reports().askAgainAfter());
  }

  ReportDesk reportDesk(ReportSigning signing, RelayMetrics metrics) {
    return new ReportDesk(
        new Reports(
            new ReportComposer(settings.hostName(), settings.reports().returnedOctets()),
            signing,
            new Reports.Authors(settings.reports().domain(), settings.hostName())),
        schedule(),
        metrics);
  }
}
