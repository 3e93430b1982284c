package org.postseal.registry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
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
      Instance<Journal> journal,
      Instance<CachingDns> dns,
      TlsConfigurationRegistry tls,
      MeterRegistry meters,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.settings = settings;
    if (settings.enabled()) {
      // there from the start, or its alert looks at nothing
      disagreements(meters);
    }
    this.running =
        settings.enabled() && settings.asking().enabled()
            ? Optional.of(running(journal.get(), dns.get(), authorities(tls), meters, kafka))
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
                settings.asking().clientName().orElse(""), settings.asking().sources()));
  }

  @PreDestroy
  void close() {
    running.ifPresent(
        one -> {
          one.pins().close();
          one.watch().close();
        });
  }

  /** Whose certificates count, {@code quarkus.tls."asking".trust-store.*}. */
  private static Authorities authorities(TlsConfigurationRegistry tls) {
    return tls.get("asking")
        .map(configured -> Authorities.of(configured.getTrustStore()))
        .orElseGet(Authorities::ofPlatform);
  }

  private Running running(
      Journal journal,
      CachingDns dns,
      Authorities authorities,
      MeterRegistry meters,
      Map<String, Object> kafka) {
    var asked = settings.asking();
    var watch = new Watch();
    var pins =
        PolicyPinTopic.start(kafka, InstanceId.random(), InstantSource.system(), asked.pins());
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
    var asked = settings.asking();
    return new Asking.Limits(
        new Asking.Times(
            asked.maxKeyTtl(),
            asked.maxPolicyAge(),
            asked.negativeTtl(),
            asked.failureTtl(),
            asked.policyRefresh()),
        asked.time(),
        asked.atOnce(),
        asked.perDomain(),
        asked.answers());
  }

  private Ways ways(CachingDns dns, Authorities authorities, Watch watch) {
    var asked = settings.asking();
    var exchangers =
        new MailExchangers(
            dns, new MailExchangers.Limits(asked.hosts(), ADDRESSES, ownNames(), reachable()));
    var documents = new WellKnownDocuments.Limits(asked.time(), asked.octets(), asked.httpsPort());
    var sts =
        new StsPolicies(
            dns,
            new HttpsPolicyFetch(exchangers, authorities, watch::closing, documents),
            PolicyMemory.none(),
            new StsPolicies.Limits(
                asked.answers(), STS_AFTER_FAILURE, STS_REFRESH, STS_AT_ONCE, PLACE),
            InstantSource.system());
    var rules =
        new TlsRules(
            authorities,
            asked.dane() ? Optional.of(new DaneSearch(dns)) : Optional.empty(),
            asked.mtaSts() ? Optional.of(sts) : Optional.empty(),
            Credentials.none());
    return new Ways(
        asked.sources(),
        new ExchangerQuestions(
            exchangers,
            rules,
            Ways.pace(
                new HostPace(
                    new HostPace.Limits(
                        asked.connectionsPerHost(),
                        asked.connectionsPerHost(),
                        asked.failures(),
                        asked.rest(),
                        LONGEST_REST,
                        PLACE,
                        Map.of())),
                asked.perHost(),
                asked.answers()),
            watch,
            new ExchangerQuestions.Limits(
                asked.clientName().orElseThrow(),
                asked.smtpPort(),
                asked.connect(),
                asked.time(),
                ReadingLimits.LINE_OCTETS,
                asked.lines(),
                asked.octets())),
        new WellKnownDocuments(exchangers, authorities, watch::closing, documents),
        new ReadingLimits(asked.lines(), asked.octets()));
  }

  private Set<DomainName> ownNames() {
    return Stream.concat(
            settings.asking().clientName().stream(),
            settings.asking().ownNames().orElse(List.of()).stream())
        .map(DomainName::of)
        .collect(Collectors.collectingAndThen(Collectors.toSet(), Collections::unmodifiableSet));
  }

  private static Counter disagreements(MeterRegistry meters) {
    return Counter.builder("postseal_registry_sources_disagree")
        .description("Keys that a domain states and of which the DNS has another")
        .register(meters);
  }

  private ReachableAddresses reachable() {
    var asked = settings.asking();
    return new ReachableAddresses(
        asked.allowLoopback() ? Loopback.ALLOWED : Loopback.REFUSED,
        asked.allowPrivateNetworks() ? PrivateNetworks.ALLOWED : PrivateNetworks.REFUSED);
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
      disagreements(meters).increment();
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
