package org.postseal.verifier.verification;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.postseal.authentication.EvaluatorSettings;
import org.postseal.authentication.MethodDns;
import org.postseal.authentication.dkim.DkimVerifier;
import org.postseal.authentication.dmarc.DmarcLimits;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.spf.SpfLimits;
import org.postseal.dns.CacheSettings;
import org.postseal.dns.CachingDns;
import org.postseal.dns.DnsMetrics;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.following.LoopMetrics;
import org.postseal.policy.Intermediaries;
import org.postseal.registryview.RegistryHttp;
import org.postseal.registryview.RegistryHttpMetrics;
import org.postseal.registryview.RegistryToken;
import org.postseal.registryview.RegistryView;
import org.postseal.topics.DomainEntry;

/** Builds the judge and what it asks from the settings, when first used, and closes it all. */
@ApplicationScoped
class VerifierWiring {
  static final String ROLE = "verifier";

  private final RegistryView view;
  private final Optional<RegistryHttp> registry;
  private final Judge judge;
  private final Rehearsal rehearsal;

  @Inject
  VerifierWiring(
      VerifierSettings settings,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      MeterRegistry meters,
      TlsConfigurationRegistry tls) {
    this.view = RegistryView.start(kafka, scope(settings));
    new LoopMetrics(view.loop()).bindTo(meters);
    this.registry =
        settings.registry().url().map(url -> registry(url, settings.registry(), trust(tls)));
    registry.ifPresent(RegistryHttp::warmUp);
    var dns = dns(settings.dns());
    new DnsMetrics(dns, ROLE).bindTo(meters);
    registry.ifPresent(http -> new RegistryHttpMetrics(http, ROLE).bindTo(meters));
    var manner = manner(settings);
    var clock = VerifierClock.of(settings.clock());
    this.rehearsal = Rehearsal.begin(manner, clock, settings.rehearsals());
    this.judge =
        new Judge(
            new MessageQuestions(dns, waitingRoom(settings.dns()), meters),
            new Standings(view, settings.registryPatience()),
            clock,
            manner,
            new CheckCounters(meters),
            new Judge.Others(
                registry.map(http -> new OwnKeys(new RegistryKeys(http), this::isOurs)),
                registry
                    .filter(_ -> settings.signpol().enabled())
                    .map(http -> domainQuestions(http, settings))));
  }

  private static RegistryView.Scope scope(VerifierSettings settings) {
    return settings.signpol().enabled()
        ? RegistryView.Scope.DOMAINS_AND_POLICY_PINS
        : RegistryView.Scope.DOMAINS;
  }

  private DomainQuestions domainQuestions(RegistryHttp http, VerifierSettings settings) {
    var signpol = settings.signpol();
    return new DomainQuestions(
        new StatedBy(http),
        domain -> view.pin(domain).filter(pin -> pin.isInForce(Instant.now())),
        new DkimVerifier(dkim(settings)),
        new DomainQuestions.Limits(
            domains(signpol.domains()), signpol.signatures(), signpol.patience()));
  }

  Judge judge() {
    return judge;
  }

  RegistryView view() {
    return view;
  }

  /** The registry is known, and the first message will not be the first. */
  boolean isReady() {
    return view.ready() && rehearsal.isOver();
  }

  @PreDestroy
  void close() {
    view.close();
    registry.ifPresent(RegistryHttp::close);
  }

  private CachingDns dns(VerifierSettings.DnsSettings settings) {
    Dns direct = new DnsjavaDns(resolvers(settings));
    var asked =
        registry.<Dns>map(http -> new RegistryFirstDns(http, direct, this::isOurs)).orElse(direct);
    var kept = CacheSettings.DEFAULT;
    return new CachingDns(
        asked,
        new CacheSettings(
            kept.maxTtl(), kept.maxNegativeTtl(), kept.failureTtl(), settings.cacheOctets()),
        InstantSource.system());
  }

  private boolean isOurs(DomainName domain) {
    return view.domain(domain).filter(DomainEntry::signed).isPresent();
  }

  private static ResolverSettings resolvers(VerifierSettings.DnsSettings settings) {
    var resolvers =
        ResolverSettings.parse(settings.servers().orElse(List.of()))
            .withPatience(settings.patience())
            .withLimits(
                new ResolverSettings.Limits(
                    settings.attemptTimeout(),
                    settings.ednsPayload(),
                    settings.maxRecords(),
                    settings.maxAnswerOctets()));
    return settings.trustAuthenticatedData() ? resolvers.trustingAuthenticatedData() : resolvers;
  }

  private static RegistryHttp registry(
      URI url, VerifierSettings.RegistrySettings settings, Optional<Callable<SSLContext>> trust) {
    var token = settings.tokenFile().map(file -> RegistryToken.read(file, ROLE));
    return new RegistryHttp(
        new RegistryHttp.Endpoint(url, token, settings.timeout(), settings.pause()), trust);
  }

  /** Whose certificates the registry may show, {@code quarkus.tls."registry".*}. */
  private static Optional<Callable<SSLContext>> trust(TlsConfigurationRegistry tls) {
    return tls.get("registry").map(configured -> configured::createSSLContext);
  }

  private static Judge.Manner manner(VerifierSettings settings) {
    return new Judge.Manner(
        new EvaluatorSettings(
            settings.authservId(),
            dkim(settings),
            spf(settings.spf()),
            new DmarcLimits(settings.dmarc().recordLength()),
            questions(settings.dns().questions()),
            Optional.of(domains(settings.trustedSealers()))),
        settings.mode(),
        new Judge.Patience(settings.dns().refusalPatience(), settings.dns().budget()),
        settings.quarantine(),
        new Intermediaries(domains(settings.forwarders()), domains(settings.trustedSealers())));
  }

  private static org.postseal.authentication.dkim.VerifierSettings dkim(VerifierSettings settings) {
    return new org.postseal.authentication.dkim.VerifierSettings(
        settings.dkim().minimumRsaBits(),
        settings.dkim().sha1(),
        settings.dkim().signatures(),
        settings.dkim().tags(),
        settings.dkim().operations());
  }

  private static MethodDns.Limits questions(VerifierSettings.Questions settings) {
    return new MethodDns.Limits(
        settings.spf(), settings.dmarc(), settings.keys(), settings.others());
  }

  private static WaitingRoom waitingRoom(VerifierSettings.DnsSettings settings) {
    return new WaitingRoom(
        new WaitingRoom.Limits(
            settings.waiting(), settings.waitingOfDomain(), settings.waitingOfNetwork()));
  }

  private static Set<DomainName> domains(Optional<List<String>> names) {
    return names.orElse(List.of()).stream().map(DomainName::of).collect(Collectors.toSet());
  }

  private static SpfLimits spf(VerifierSettings.Spf settings) {
    return new SpfLimits(
        settings.terms(),
        settings.voidLookups(),
        settings.mailExchanges(),
        settings.pointers(),
        settings.recordLength(),
        settings.expansion());
  }
}
