package org.postseal.relay;

import java.time.Duration;
import java.util.List;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.ResolverSettings;
import org.postseal.relay.retry.RetrySchedule;
import org.postseal.relay.route.Route;
import org.postseal.settings.Contradictions;
import org.postseal.settings.ServiceSettings;

/** The relay's settings, for the check before the start. */
public final class DeclaredRelaySettings implements ServiceSettings<RelaySettings> {

  @Override
  public Class<RelaySettings> type() {
    return RelaySettings.class;
  }

  @Override
  public boolean isOn(RelaySettings settings) {
    return settings.enabled();
  }

  @Override
  public void noteContradictions(RelaySettings settings, Mapped mapped, Contradictions found) {
    found
        .hostName("host-name", settings.hostName())
        .readable("default-route", settings.defaultRoute(), Route::parse)
        .notNegative("shutdown-grace", settings.shutdownGrace())
        .port("mx.port", settings.mx().port())
        .atLeast("mx.hosts", settings.mx().hosts(), 1)
        .atLeast("mx.addresses", settings.mx().addresses(), 1)
        .atLeast("in-flight.messages", settings.inFlight().messages(), 1)
        .atLeast("in-flight.octets", settings.inFlight().octets(), 1)
        .atLeast("in-flight.waiting-octets", settings.inFlight().waitingOctets(), 0)
        .atLeast("in-flight.readers", settings.inFlight().readers(), 1)
        .atLeast("destination.waiting", settings.destination().waiting(), 1)
        .positive("destination.slow-after", settings.destination().slowAfter())
        .positive("destination.first-rest", settings.destination().firstRest())
        .notLonger(
            "destination.first-rest",
            settings.destination().firstRest(),
            "destination.longest-rest",
            settings.destination().longestRest())
        .atLeast("destination.slots", settings.destination().slots(), 1)
        .notNegative("destination.patience", settings.destination().patience());
    settings
        .routes()
        .forEach(
            (domain, route) -> found.readable("routes.\"" + domain + "\"", route, Route::parse));
    noteClient(settings.client(), found);
    noteHost(settings.client().host(), found);
    noteSts(settings.tls().sts(), found);
    noteRetry(settings.retry(), found);
    noteReports(settings.reports(), found);
  }

  private static void noteClient(ClientSettings client, Contradictions found) {
    found
        .positive("client.connect-timeout", client.connectTimeout())
        .positive("client.greeting-timeout", client.greetingTimeout())
        .positive("client.command-timeout", client.commandTimeout())
        .positive("client.data-timeout", client.dataTimeout())
        .positive("client.block-timeout", client.blockTimeout())
        .positive("client.end-of-data-timeout", client.endOfDataTimeout())
        .positive("client.connect-head-start", client.connectHeadStart())
        .notLonger(
            "client.connect-timeout",
            client.connectTimeout(),
            "client.attempt-budget",
            client.attemptBudget())
        .atLeast("client.recipients", client.recipients(), 1)
        .notNegative("client.idle", client.idle())
        .atLeast("client.messages-per-connection", client.messagesPerConnection(), 1);
  }

  private static void noteReports(ReportSettings reports, Contradictions found) {
    found
        .positive("reports.delay-after", reports.delayAfter())
        .atLeast("reports.returned-octets", reports.returnedOctets(), 0)
        .positive("reports.answer-deadline", reports.answerDeadline())
        .notLonger(
            "reports.ask-again-after",
            reports.askAgainAfter(),
            "reports.answer-deadline",
            reports.answerDeadline());
    reports.domain().ifPresent(domain -> found.readable("reports.domain", domain, DomainName::of));
  }

  private static void noteHost(ClientSettings.Host host, Contradictions found) {
    found
        .atLeast("client.host.connections", host.connections(), 1)
        .atLeast("client.host.connections-at-first", host.connectionsAtFirst(), 1)
        .when(
            host.connectionsAtFirst() > host.connections(),
            "client.host.connections-at-first",
            "is "
                + host.connectionsAtFirst()
                + ", more than client.host.connections, "
                + host.connections())
        .atLeast("client.host.failures", host.failures(), 1)
        .positive("client.host.rest", host.rest())
        .notLonger("client.host.rest", host.rest(), "client.host.longest-rest", host.longestRest())
        .notNegative("client.host.patience", host.patience());
    host.perMinute()
        .forEach((name, rate) -> found.atLeast("client.host.per-minute.\"" + name + "\"", rate, 1));
  }

  private static void noteSts(TlsSettings.Sts sts, Contradictions found) {
    found
        .positive("tls.sts.timeout", sts.timeout())
        .atLeast("tls.sts.octets", sts.octets(), 1)
        .atLeast("tls.sts.domains", sts.domains(), 1)
        .positive("tls.sts.after-failure", sts.afterFailure())
        .positive("tls.sts.refresh-after", sts.refreshAfter())
        .atLeast("tls.sts.at-once", sts.atOnce(), 1);
  }

  private static void noteRetry(RetrySettings retry, Contradictions found) {
    var delays = retry.delays();
    int topics = RetrySchedule.TOPICS.size();
    found.when(
        delays.size() != topics,
        "retry.delays",
        "are " + delays.size() + ", must be " + topics + ", one for each retry topic");
    var before = Duration.ZERO;
    for (var delay : delays) {
      found
          .positive("retry.delays", delay)
          .when(
              delay.compareTo(before) < 0,
              "retry.delays",
              "must not shrink: "
                  + Contradictions.text(delay)
                  + " after "
                  + Contradictions.text(before));
      before = delay;
    }
    if (!delays.isEmpty()) {
      found.when(
          retry.giveUpAfter().compareTo(delays.getFirst()) < 0,
          "retry.give-up-after",
          "is "
              + Contradictions.text(retry.giveUpAfter())
              + ", shorter than the first delay, "
              + Contradictions.text(delays.getFirst()));
    }
  }

  @Override
  public void noteUnusable(RelaySettings settings, Contradictions wrong) {
    wrong.readable(
        "dns.servers", settings.dns().servers().orElse(List.of()), ResolverSettings::check);
  }
}
