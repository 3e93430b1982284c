package org.postseal.relay.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
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
import org.postseal.smtpclient.Connections;
import org.postseal.smtpclient.Dialogue;
import org.postseal.smtpclient.NextHopClient;
import org.postseal.smtpclient.OpportunisticTls;
import org.postseal.smtpclient.Timeouts;
import org.postseal.smtpclient.hosts.MailExchangers;

/**
 * What the settings mean to each part of the relay. A setting that cannot be read stops the start.
 */
final class Parts {
  private final RelaySettings settings;
  private final MeterRegistry meters;

  Parts(RelaySettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.meters = meters;
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
    var loopback =
        mx.allowLoopback() ? MailExchangers.Loopback.ALLOWED : MailExchangers.Loopback.REFUSED;
    var resolvers = ResolverSettings.parse(settings.dns().servers().orElse(List.of()));
    var dns =
        new CachingDns(
            new DnsjavaDns(
                settings.dns().trustAuthenticatedData()
                    ? resolvers.trustingAuthenticatedData()
                    : resolvers));
    new DnsMetrics(dns, "relay").bindTo(meters);
    return new MailExchangers(
        dns, new MailExchangers.Limits(mx.hosts(), mx.addresses(), ownNames, loopback));
  }

  Dialogue dialogue() {
    var client = settings.client();
    var tls =
        switch (client.starttls()) {
          case OPPORTUNISTIC -> Optional.of(OpportunisticTls.factory());
          case NEVER -> Optional.<SSLSocketFactory>empty();
        };
    var timeouts =
        new Timeouts(
            client.connectTimeout(),
            client.greetingTimeout(),
            client.commandTimeout(),
            client.dataTimeout(),
            client.blockTimeout(),
            client.endOfDataTimeout());
    return new Dialogue(settings.hostName(), tls, timeouts, client.recipients());
  }

  NextHopClient.Reach reach() {
    return new NextHopClient.Reach(settings.mx().port(), settings.client().attemptBudget());
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

  DestinationSlots slots() {
    return new DestinationSlots(settings.destination().slots(), settings.destination().patience());
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
