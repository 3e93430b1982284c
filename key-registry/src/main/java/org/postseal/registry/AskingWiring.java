package org.postseal.registry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.CachingDns;
import org.postseal.following.LoopMetrics;
import org.postseal.registry.asking.Asking;
import org.postseal.registry.asking.AskingRoom;
import org.postseal.registry.asking.Disagreement;
import org.postseal.registry.asking.Ways;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.journal.PolicyPinTopic;
import org.postseal.signingpolicy.ReadingLimits;
import org.postseal.smtpclient.Credentials;
import org.postseal.smtpclient.ExchangerQuestions;
import org.postseal.smtpclient.HostPace;
import org.postseal.smtpclient.TlsRules;
import org.postseal.smtpclient.Watch;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.hosts.ReachableAddresses;
import org.postseal.smtpclient.hosts.ReachableAddresses.Loopback;
import org.postseal.smtpclient.hosts.ReachableAddresses.PrivateNetworks;
import org.postseal.smtpclient.sts.HttpsPolicyFetch;
import org.postseal.smtpclient.sts.PolicyMemory;
import org.postseal.smtpclient.sts.StsPolicies;
import org.postseal.smtpclient.tls.Authorities;
import org.postseal.smtpclient.tls.DaneSearch;
import org.postseal.smtpclient.wellknown.WellKnownDocuments;
import org.postseal.topics.InstanceId;
import org.postseal.topics.PolicyPin;

/** Puts the asking of other domains together, if it is switched on. */
@Singleton
final class AskingWiring {
  private static final Logger LOG = Logger.getLogger(AskingWiring.class);
  private static final Duration LONGEST_REST = Duration.ofMinutes(10);
  private static final Duration PLACE = Duration.ofSeconds(1);
  private static final int ADDRESSES = 2;
  private static final Duration STS_AFTER_FAILURE = Duration.ofMinutes(5);
  private static final Duration STS_REFRESH = Duration.ofDays(1);
  private static final int STS_AT_ONCE = 8;

  private final RegistrySettings settings;
  private final Optional<Running> running;

  /** What has to be closed. */
  private record Running(Asking asking, PolicyPinTopic pins, Watch watch) {}

  AskingWiring(
      RegistrySettings settings,
      Journal journal,
      CachingDns dns,
      TlsConfigurationRegistry tls,
      MeterRegistry meters,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.settings = settings;
    this.running =
        settings.enabled() && settings.signpol().enabled()
            ? Optional.of(running(journal, dns, authorities(tls), meters, kafka))
            : Optional.empty();
  }

  @Produces
  @Singleton
  AskingRoom room() {
    var asking = running.map(Running::asking);
    return () -> asking;
  }

  /** Pins are read from the start on, and not only when the first question comes. */
  void start(@Observes StartupEvent event) {
    running.ifPresent(
        _ ->
            LOG.infof(
                "domains are asked for their signing policies, as %s, by %s",
                settings.signpol().clientName().orElse(""), settings.signpol().sources()));
  }

  @PreDestroy
  void close() {
    running.ifPresent(
        one -> {
          one.pins().close();
          one.watch().close();
        });
  }

  /** Whose certificates count, {@code quarkus.tls."signpol".trust-store.*}. */
  private static Authorities authorities(TlsConfigurationRegistry tls) {
    return tls.get("signpol")
        .map(configured -> Authorities.of(configured.getTrustStore()))
        .orElseGet(Authorities::ofPlatform);
  }

  private Running running(
      Journal journal,
      CachingDns dns,
      Authorities authorities,
      MeterRegistry meters,
      Map<String, Object> kafka) {
    var signpol = settings.signpol();
    var watch = new Watch();
    var pins =
        PolicyPinTopic.start(kafka, InstanceId.random(), InstantSource.system(), signpol.pins());
    new LoopMetrics(pins.loop()).bindTo(meters);
    Gauge.builder("postseal_registry_pinned_policies", pins, PolicyPinTopic::inForce)
        .description("Domains of others that are held to a policy they have stated")
        .strongReference(true)
        .register(meters);
    Gauge.builder("postseal_registry_unwritten_pins", pins, PolicyPinTopic::unwritten)
        .description("Pinned policies and alarms that Kafka did not take, since the start")
        .strongReference(true)
        .register(meters);
    var asking =
        ways(dns, authorities, watch)
            .asking(
                dns,
                pins,
                domain -> isOurs(journal, domain),
                limits(),
                new Reporting(meters, pins));
    Gauge.builder("postseal_registry_stated_kept", asking, Asking::kept)
        .description("Answers of other domains in memory")
        .strongReference(true)
        .register(meters);
    return new Running(asking, pins, watch);
  }

  private static boolean isOurs(Journal journal, DomainName domain) {
    return journal
        .state()
        .domain(domain)
        .filter(entry -> entry.value().signed() || entry.value().local())
        .isPresent();
  }

  private Asking.Limits limits() {
    var signpol = settings.signpol();
    return new Asking.Limits(
        new Asking.Times(
            signpol.maxKeyTtl(),
            signpol.maxPolicyAge(),
            signpol.negativeTtl(),
            signpol.failureTtl(),
            signpol.policyRefresh()),
        signpol.time(),
        signpol.atOnce(),
        signpol.perDomain(),
        signpol.answers());
  }

  private Ways ways(CachingDns dns, Authorities authorities, Watch watch) {
    var signpol = settings.signpol();
    var exchangers =
        new MailExchangers(
            dns, new MailExchangers.Limits(signpol.hosts(), ADDRESSES, ownNames(), reachable()));
    var documents =
        new WellKnownDocuments.Limits(signpol.time(), signpol.octets(), signpol.httpsPort());
    var sts =
        new StsPolicies(
            dns,
            new HttpsPolicyFetch(exchangers, authorities, watch::closing, documents),
            PolicyMemory.none(),
            new StsPolicies.Limits(
                signpol.answers(), STS_AFTER_FAILURE, STS_REFRESH, STS_AT_ONCE, PLACE),
            InstantSource.system());
    var rules =
        new TlsRules(
            authorities,
            signpol.dane() ? Optional.of(new DaneSearch(dns)) : Optional.empty(),
            signpol.mtaSts() ? Optional.of(sts) : Optional.empty(),
            Credentials.none());
    return new Ways(
        signpol.sources(),
        new ExchangerQuestions(
            exchangers,
            rules,
            Ways.pace(
                new HostPace(
                    new HostPace.Limits(
                        signpol.connectionsPerHost(),
                        signpol.connectionsPerHost(),
                        signpol.failures(),
                        signpol.rest(),
                        LONGEST_REST,
                        PLACE,
                        Map.of())),
                signpol.perHost(),
                signpol.answers()),
            watch,
            new ExchangerQuestions.Limits(
                signpol.clientName().orElseThrow(),
                signpol.smtpPort(),
                signpol.connect(),
                signpol.time(),
                ReadingLimits.LINE_OCTETS,
                signpol.lines(),
                signpol.octets())),
        new WellKnownDocuments(exchangers, authorities, watch::closing, documents),
        new ReadingLimits(signpol.lines(), signpol.octets()));
  }

  private Set<DomainName> ownNames() {
    return Stream.concat(
            settings.signpol().clientName().stream(),
            settings.signpol().ownNames().orElse(List.of()).stream())
        .map(DomainName::of)
        .collect(Collectors.collectingAndThen(Collectors.toSet(), Collections::unmodifiableSet));
  }

  private ReachableAddresses reachable() {
    var signpol = settings.signpol();
    return new ReachableAddresses(
        signpol.allowLoopback() ? Loopback.ALLOWED : Loopback.REFUSED,
        signpol.allowPrivateNetworks() ? PrivateNetworks.ALLOWED : PrivateNetworks.REFUSED);
  }

  /** What operators see of it. */
  private record Reporting(MeterRegistry meters, PolicyPinTopic events) implements Asking.Observer {
    @Override
    public void asked(PolicyPin.Source source, String outcome) {
      meters
          .counter("postseal_registry_asked", "source", source.word(), "outcome", outcome)
          .increment();
    }

    @Override
    public void shed() {
      meters.counter("postseal_registry_asked", "source", "none", "outcome", "shed").increment();
    }

    @Override
    public void disagree(Disagreement disagreement) {
      meters.counter("postseal_registry_sources_disagree").increment();
      LOG.errorf(
          "the DNS and %s itself (%s, %s) have different keys at selector %s",
          disagreement.domain(),
          disagreement.source().word(),
          disagreement.trust(),
          disagreement.selector());
      events.report(disagreement);
    }
  }
}
