package org.postseal.registry;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.postseal.access.TokenFile;
import org.postseal.authentication.dns.DomainName;
import org.postseal.dns.ResolverSettings;
import org.postseal.dns.update.TsigKey;
import org.postseal.registry.externaldns.ExternalDnsSettings;
import org.postseal.registry.key.KeyEncryptionKeys;
import org.postseal.registry.key.KeyState;
import org.postseal.registry.nameserver.NameServerSettings;
import org.postseal.registry.vault.VaultTransit;
import org.postseal.settings.Contradictions;
import org.postseal.settings.ServiceSettings;
import org.postseal.signingpolicy.KeyStatement;
import org.postseal.signingpolicy.PolicyStatement;
import org.postseal.signingpolicy.PolicyTerms;

/** The registry's settings, for the check before the start. */
public final class DeclaredRegistrySettings implements ServiceSettings<RegistrySettings> {

  private static final long LONGEST_IMPORT = 512 * 1024; // its names fit into one audit event

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
        .when(
            settings.rotateAfter().compareTo(Duration.ofDays(1)) < 0,
            "rotate-after",
            "is " + settings.rotateAfter() + ", must be at least a day")
        .notNegative("rotation.announce-ahead", settings.rotation().announceAhead())
        .when(
            settings.rotation().keepRetired().compareTo(KeyState.Retired.IN_FLIGHT) < 0,
            "rotation.keep-retired",
            "is " + settings.rotation().keepRetired() + ", must be at least 14 days")
        .positive("rotation.look-every", settings.rotation().lookEvery())
        .atLeast("rotation.new-keys-at-once", settings.rotation().newKeysAtOnce(), 1)
        .positive("blocklist.expiry-every", settings.blocklist().expiryEvery())
        .when(
            settings.blocklist().importSize().asLongValue() < 1
                || settings.blocklist().importSize().asLongValue() > LONGEST_IMPORT,
            "blocklist.import-size",
            "is not from 1 to " + LONGEST_IMPORT)
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
    var signpol = settings.signpol();
    found.when(
        !PolicyTerms.canBeStated(signpol.maxAge(), PolicyStatement.LONGEST_AGE),
        "signpol.max-age",
        "is not a number of whole seconds up to 365 days and 6 hours");
    found.when(
        !PolicyTerms.canBeStated(signpol.keyTtl(), KeyStatement.LONGEST_TTL),
        "signpol.key-ttl",
        "is not a number of whole seconds up to 2147483647");
    found.positive("signpol.silence", signpol.silence());
    found.atLeast("signpol.connections", signpol.connections(), 1);
    var vault = settings.vault();
    vault.url().ifPresent(url -> noteUrlOfVault(url, found));
    found.positive("vault.patience", vault.patience());
    var updates = settings.dynamicUpdate();
    found
        .positive("dynamic-update.patience", updates.patience())
        .positive("dynamic-update.every", updates.every())
        .when(
            updates.server().isPresent() && updates.zones().orElse(List.of()).isEmpty(),
            "dynamic-update.zones",
            "is needed with postseal.registry.dynamic-update.server")
        .when(
            updates.server().isPresent() && updates.tsigKeyFile().isEmpty(),
            "dynamic-update.tsig-key-file",
            "is needed with postseal.registry.dynamic-update.server");
    for (var zone : updates.zones().orElse(List.of())) {
      found.when(
          DomainName.parse(zone).isEmpty(),
          "dynamic-update.zones",
          "has what is no domain: " + zone);
    }
    noteExternalDns(settings.externalDns(), found);
    if (settings.nameServer().enabled()) {
      noteContradictions(settings.nameServer(), found);
    }
    settings.advertisedUrl().ifPresent(url -> found.httpUrl("advertised-url", url));
  }

  private static void noteExternalDns(ExternalDnsSettings externalDns, Contradictions found) {
    found
        .positive("external-dns.patience", externalDns.patience())
        .positive("external-dns.every", externalDns.every());
    for (var zone : externalDns.zones().orElse(List.of())) {
      found.when(
          DomainName.parse(zone).isEmpty(), "external-dns.zones", "has what is no domain: " + zone);
    }
  }

  private static void noteUrlOfVault(URI url, Contradictions found) {
    found
        .httpUrl("vault.url", url)
        .when(
            !VaultTransit.mayCarrySecrets(url),
            "vault.url",
            "is plain HTTP to another machine: signing keys would be in clear on the way");
  }

  private static void noteContradictions(NameServerSettings server, Contradictions found) {
    found
        .port("name-server.port", server.port())
        .positive("name-server.ttl", server.ttl())
        .positive("name-server.negative-ttl", server.negativeTtl())
        .atLeast("name-server.responses-per-second", server.responsesPerSecond(), 0)
        .atLeast("name-server.tcp-connections", server.tcpConnections(), 4)
        .positive("name-server.tcp-idle", server.tcpIdle())
        .when(
            server.names().orElse(List.of()).isEmpty(),
            "name-server.names",
            "is needed: the names that delegations have for this server");
  }

  private static void noteAsking(RegistrySettings settings, Contradictions found) {
    var asking = settings.asking();
    found
        .when(
            asking.enabled() && asking.clientName().isEmpty(),
            "asking.client-name",
            "is not set, but postseal.registry.asking.enabled is")
        .when(
            asking.clientName().flatMap(DomainName::parse).isEmpty()
                && asking.clientName().isPresent(),
            "asking.client-name",
            "is no domain name")
        .atLeast("asking.smtp-port", asking.smtpPort(), 1)
        .atLeast("asking.https-port", asking.httpsPort(), 1)
        .positive("asking.connect", asking.connect())
        .notLonger("asking.connect", asking.connect(), "asking.time", asking.time())
        .atLeast("asking.lines", asking.lines(), 1)
        .atLeast("asking.octets", asking.octets(), 1)
        .atLeast("asking.hosts", asking.hosts(), 1)
        .atLeast("asking.per-domain", asking.perDomain(), 1)
        .atLeast("asking.per-host", asking.perHost(), 1)
        .atLeast("asking.connections-per-host", asking.connectionsPerHost(), 1)
        .atLeast("asking.at-once", asking.atOnce(), 1)
        .atLeast("asking.failures", asking.failures(), 1)
        .positive("asking.rest", asking.rest())
        .atLeast("asking.answers", asking.answers(), 1)
        .atLeast("asking.pins", asking.pins(), 1)
        .notNegative("asking.max-key-ttl", asking.maxKeyTtl())
        .positive("asking.max-policy-age", asking.maxPolicyAge())
        .notNegative("asking.negative-ttl", asking.negativeTtl())
        .notNegative("asking.failure-ttl", asking.failureTtl())
        .notNegative("asking.policy-refresh", asking.policyRefresh());
    asking
        .ownNames()
        .orElse(List.of())
        .forEach(
            name ->
                found.when(
                    DomainName.parse(name).isEmpty(),
                    "asking.own-names",
                    "has what is no domain: " + name));
  }

  @Override
  public void noteUnusable(RegistrySettings settings, Contradictions wrong) {
    var updates = settings.dynamicUpdate();
    updates
        .server()
        .ifPresent(
            server ->
                wrong
                    .readable("dynamic-update.server", List.of(server), ResolverSettings::check)
                    .readable(
                        "dynamic-update.zones",
                        updates.zones().orElse(List.of()),
                        names -> names.forEach(DomainName::of)));
    updates
        .tsigKeyFile()
        .ifPresent(
            key ->
                wrong.usable(
                    "dynamic-update.tsig-key-file",
                    key,
                    file -> TsigKey.parse(Files.readString(file))));
    if (settings.nameServer().enabled()) {
      wrong
          .readable(
              "name-server.names",
              settings.nameServer().names().orElse(List.of()),
              names -> names.forEach(DomainName::of))
          .readable(
              "name-server.hosted-below",
              settings.nameServer().hostedBelow(),
              name -> name.ifPresent(DomainName::of))
          .readable("name-server.address", settings.nameServer().address(), InetAddress::ofLiteral);
    }
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
