package org.postseal.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.postseal.access.TokenFile;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.ResolverSettings;
import org.postseal.registry.key.KeyEncryptionKeys;
import org.postseal.settings.Contradictions;
import org.postseal.settings.ServiceSettings;

/** The registry's settings, for the check before the start. */
public final class DeclaredRegistrySettings implements ServiceSettings<RegistrySettings> {

  @Override
  public Class<RegistrySettings> type() {
    return RegistrySettings.class;
  }

  @Override
  public boolean isOn(RegistrySettings settings) {
    return settings.enabled();
  }

  /** What the command line is told about the registry it asks. */
  @Override
  public Set<String> foreignVariables() {
    return Set.of("POSTSEAL_REGISTRY_URL", "POSTSEAL_REGISTRY_TOKEN_FILE");
  }

  @Override
  public void noteContradictions(RegistrySettings settings, Mapped mapped, Contradictions found) {
    var lookup = settings.lookup();
    found
        .when(
            settings.tokensFile().normalize().equals(settings.keyEncryptionKeyFile().normalize()),
            "tokens-file",
            "and postseal.registry.key-encryption-key-file are the same file")
        .positive("key-record-ttl", settings.keyRecordTtl())
        .notNegative("own-answer-ttl", settings.ownAnswerTtl())
        .positive("publication.patience", settings.publication().patience())
        .notNegative("publication.watch-every", settings.publication().watchEvery())
        .atLeast("publication.servers", settings.publication().servers(), 1)
        .atLeast("publication.server-port", settings.publication().serverPort(), 1)
        .positive("lookup.dns-patience", lookup.dnsPatience())
        .positive("lookup.answer-within", lookup.answerWithin())
        .notNegative("lookup.max-negative-ttl", lookup.maxNegativeTtl())
        .notLonger(
            "lookup.max-negative-ttl", lookup.maxNegativeTtl(), "lookup.max-ttl", lookup.maxTtl())
        .notNegative("lookup.failure-ttl", lookup.failureTtl())
        .atLeast("lookup.cache-octets", lookup.cacheOctets(), 0);
    noteAsking(settings, found);
    settings.advertisedUrl().ifPresent(url -> found.httpUrl("advertised-url", url));
  }

  private static void noteAsking(RegistrySettings settings, Contradictions found) {
    var signpol = settings.signpol();
    found
        .when(
            signpol.enabled() && signpol.clientName().isEmpty(),
            "signpol.client-name",
            "is not set, but postseal.registry.signpol.enabled is")
        .when(
            signpol.clientName().flatMap(DomainName::parse).isEmpty()
                && signpol.clientName().isPresent(),
            "signpol.client-name",
            "is no domain name")
        .atLeast("signpol.smtp-port", signpol.smtpPort(), 1)
        .atLeast("signpol.https-port", signpol.httpsPort(), 1)
        .positive("signpol.connect", signpol.connect())
        .notLonger("signpol.connect", signpol.connect(), "signpol.time", signpol.time())
        .atLeast("signpol.lines", signpol.lines(), 1)
        .atLeast("signpol.octets", signpol.octets(), 1)
        .atLeast("signpol.hosts", signpol.hosts(), 1)
        .atLeast("signpol.per-domain", signpol.perDomain(), 1)
        .atLeast("signpol.per-host", signpol.perHost(), 1)
        .atLeast("signpol.connections-per-host", signpol.connectionsPerHost(), 1)
        .atLeast("signpol.at-once", signpol.atOnce(), 1)
        .atLeast("signpol.failures", signpol.failures(), 1)
        .positive("signpol.rest", signpol.rest())
        .atLeast("signpol.answers", signpol.answers(), 1)
        .atLeast("signpol.pins", signpol.pins(), 1)
        .notNegative("signpol.max-key-ttl", signpol.maxKeyTtl())
        .positive("signpol.max-policy-age", signpol.maxPolicyAge())
        .notNegative("signpol.negative-ttl", signpol.negativeTtl())
        .notNegative("signpol.failure-ttl", signpol.failureTtl())
        .notNegative("signpol.policy-refresh", signpol.policyRefresh());
    signpol
        .ownNames()
        .orElse(List.of())
        .forEach(
            name ->
                found.when(
                    DomainName.parse(name).isEmpty(),
                    "signpol.own-names",
                    "has what is no domain: " + name));
  }

  @Override
  public void noteUnusable(RegistrySettings settings, Contradictions wrong) {
    wrong.readable(
        "lookup.dns-servers",
        settings.lookup().dnsServers().orElse(List.of()),
        ResolverSettings::check);
    if (!isToBeMade(settings, settings.tokensFile())) {
      wrong.usable("tokens-file", settings.tokensFile(), TokenFile::new);
    }
    if (!isToBeMade(settings, settings.keyEncryptionKeyFile())) {
      wrong.usable(
          "key-encryption-key-file",
          settings.keyEncryptionKeyFile(),
          file -> KeyEncryptionKeys.parse(Files.readString(file)));
    }
  }

  private static boolean isToBeMade(RegistrySettings settings, Path file) {
    return settings.generateSecrets() && !Files.exists(file);
  }
}
