package org.postseal.verifier.verification;

import java.time.Duration;
import java.util.List;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.ResolverSettings;
import org.postseal.registryview.RegistryToken;
import org.postseal.settings.Contradictions;
import org.postseal.settings.ServiceSettings;

/** The verifier's settings, for the check before the start. */
public final class DeclaredVerifierSettings implements ServiceSettings<VerifierSettings> {
  private static final int SMALLEST_UDP = 512;

  /** What ingress waits for an answer, by its default. */
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(19);

  private static final int LARGEST_UDP = 65_535;

  @Override
  public Class<VerifierSettings> type() {
    return VerifierSettings.class;
  }

  @Override
  public boolean isOn(VerifierSettings settings) {
    return settings.enabled();
  }

  @Override
  public void noteContradictions(VerifierSettings settings, Mapped mapped, Contradictions found) {
    found
        .atLeast("concurrency", settings.concurrency(), 1)
        .atLeast("rehearsals", settings.rehearsals(), 0)
        .notNegative("registry-patience", settings.registryPatience())
        .notNegative("drain", settings.drain())
        .readable("clock", settings.clock(), VerifierClock::of)
        .atLeast("dkim.minimum-rsa-bits", settings.dkim().minimumRsaBits(), 1)
        .atLeast("dkim.signatures", settings.dkim().signatures(), 1)
        .atLeast("dkim.tags", settings.dkim().tags(), 1)
        .atLeast("dkim.operations", settings.dkim().operations(), 1)
        .atLeast("dmarc.record-length", settings.dmarc().recordLength(), 1);
    notePolicies(settings, found);
    noteSignpol(settings, found);
    noteDns(settings.dns(), found);
    noteRegistry(settings.registry(), found);
    domains("forwarders", settings.forwarders().orElse(List.of()), found);
    domains("trusted-sealers", settings.trustedSealers().orElse(List.of()), found);
  }

  private static void noteSignpol(VerifierSettings settings, Contradictions found) {
    var signpol = settings.signpol();
    found
        .when(
            signpol.enabled() && settings.registry().url().isEmpty(),
            "registry.url",
            "is not set, but postseal.verifier.signpol.enabled is")
        .atLeast("signpol.signatures", signpol.signatures(), 1)
        .positive("signpol.patience", signpol.patience())
        .when(
            signpol.enabled()
                && settings.dns().budget().plus(signpol.patience()).compareTo(ANSWERED_WITHIN) > 0,
            "signpol.patience",
            "and postseal.verifier.dns.budget are longer than ingress waits, less a second: "
                + ANSWERED_WITHIN.toSeconds()
                + "s");
    domains("signpol.domains", signpol.domains().orElse(List.of()), found);
  }

  private static void notePolicies(VerifierSettings settings, Contradictions found) {
    var spf = settings.spf();
    found
        .atLeast("spf.terms", spf.terms(), 1)
        .atLeast("spf.void-lookups", spf.voidLookups(), 0)
        .atLeast("spf.mail-exchanges", spf.mailExchanges(), 1)
        .atLeast("spf.pointers", spf.pointers(), 1)
        .atLeast("spf.record-length", spf.recordLength(), 1)
        .atLeast("spf.expansion", spf.expansion(), 1);
  }

  private static void noteDns(VerifierSettings.DnsSettings dns, Contradictions found) {
    found
        .positive("dns.attempt-timeout", dns.attemptTimeout())
        .notLonger("dns.attempt-timeout", dns.attemptTimeout(), "dns.patience", dns.patience())
        .notLonger("dns.patience", dns.patience(), "dns.budget", dns.budget())
        .positive("dns.refusal-patience", dns.refusalPatience())
        .notLonger("dns.refusal-patience", dns.refusalPatience(), "dns.budget", dns.budget())
        .atLeast("dns.questions.spf", dns.questions().spf(), 1)
        .atLeast("dns.questions.dmarc", dns.questions().dmarc(), 1)
        .atLeast("dns.questions.keys", dns.questions().keys(), 1)
        .atLeast("dns.questions.others", dns.questions().others(), 1)
        .atLeast("dns.waiting", dns.waiting(), 1)
        .atLeast("dns.waiting-of-domain", dns.waitingOfDomain(), 1)
        .atLeast("dns.waiting-of-network", dns.waitingOfNetwork(), 1)
        .within("dns.edns-payload", dns.ednsPayload(), SMALLEST_UDP, LARGEST_UDP)
        .atLeast("dns.max-records", dns.maxRecords(), 1)
        .atLeast("dns.max-answer-octets", dns.maxAnswerOctets(), SMALLEST_UDP)
        .atLeast("dns.cache-octets", dns.cacheOctets(), 0);
  }

  private static void noteRegistry(
      VerifierSettings.RegistrySettings registry, Contradictions found) {
    registry.url().ifPresent(url -> found.httpUrl("registry.url", url));
    found
        .when(
            registry.url().isPresent() && registry.tokenFile().isEmpty(),
            "registry.token-file",
            "is not set, but postseal.verifier.registry.url is")
        .when(
            registry.url().isEmpty() && registry.tokenFile().isPresent(),
            "registry.url",
            "is not set, but postseal.verifier.registry.token-file is")
        .positive("registry.timeout", registry.timeout())
        .notNegative("registry.pause", registry.pause());
  }

  private static void domains(String key, List<String> domains, Contradictions found) {
    domains.forEach(
        domain ->
            found.when(
                DomainName.parse(domain).isEmpty(), key, "has what is no domain: " + domain));
  }

  @Override
  public void noteUnusable(VerifierSettings settings, Contradictions wrong) {
    wrong.readable(
        "dns.servers", settings.dns().servers().orElse(List.of()), ResolverSettings::check);
    settings
        .registry()
        .tokenFile()
        .ifPresent(
            file ->
                wrong.usable(
                    "registry.token-file",
                    file,
                    named -> RegistryToken.read(named, VerifierWiring.ROLE)));
  }
}
