package org.postseal.registry;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.postseal.access.GuardedApi;
import org.postseal.access.TokenFile;
import org.postseal.access.Tokens;
import org.postseal.dns.CacheSettings;
import org.postseal.dns.CachingDns;
import org.postseal.dns.DnsMetrics;
import org.postseal.dns.DnsjavaDns;
import org.postseal.dns.ResolverSettings;
import org.postseal.dns.authority.AuthorityServer;
import org.postseal.registry.api.RegistryPaths;
import org.postseal.registry.journal.Journal;
import org.postseal.registry.key.KeyEncryption;
import org.postseal.registry.key.KeyEncryptionKeys;
import org.postseal.registry.lookup.PublicKeys;
import org.postseal.registry.lookup.SigningDomains;
import org.postseal.registry.publication.PublicRecords;
import org.postseal.registry.publication.ZoneServers;
import org.postseal.registry.vault.VaultTransit;
import org.postseal.smtpclient.hosts.ReachableAddresses;
import org.postseal.smtpclient.hosts.ReachableAddresses.Loopback;
import org.postseal.smtpclient.hosts.ReachableAddresses.PrivateNetworks;
import org.postseal.topics.InstanceId;

/** Puts the registry together from its settings, and starts it. */
@Singleton
final class RegistryWiring {

  private static final Logger LOG = Logger.getLogger(RegistryWiring.class);

  private final RegistrySettings settings;

  RegistryWiring(RegistrySettings settings) {
    this.settings = settings;
  }

  void start(
      @Observes StartupEvent event,
      Instance<Journal> journal,
      Instance<TokenFile> tokens,
      Instance<WatchingWriter> watching,
      Instance<RotatingWriter> rotating,
      Instance<PublishingWriter> publishing,
      Instance<ExpiringWriter> expiring,
      Instance<AuthorityServer> nameServer) {
    if (settings.enabled()) {
      tokens.get();
      journal.get().start();
      watching.get().start();
      rotating.get().start();
      publishing.get().start();
      expiring.get().start();
      if (settings.nameServer().enabled()) {
        LOG.infof("answers the DNS on %s", nameServer.get().address());
      }
    } else {
      LOG.info("the key registry is switched off here");
    }
  }

  @Produces
  @Singleton
  KeyEncryption keyEncryption(TlsConfigurationRegistry tls) {
    var file = settings.keyEncryptionKeyFile();
    try {
      var keys =
          KeyEncryptionKeys.parse(
              SecretFile.read(file, ifAbsent(), KeyEncryptionKeys::newFileText));
      return settings.vault().url().<KeyEncryption>map(url -> vault(url, keys, tls)).orElse(keys);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  private VaultTransit vault(URI url, KeyEncryptionKeys before, TlsConfigurationRegistry tls) {
    var vault = settings.vault();
    return new VaultTransit(
        new VaultTransit.Place(
            url, vault.mount(), vault.key(), vault.tokenFile(), vault.patience()),
        tls.get("vault").map(configured -> configured::createSSLContext),
        before);
  }

  @Produces
  @Singleton
  TokenFile tokens() {
    var file = settings.tokensFile();
    SecretFile.read(file, ifAbsent(), Tokens::newFileText);
    return new TokenFile(file);
  }

  /** The registry's paths, for its own tokens. */
  @Produces
  @Singleton
  GuardedApi guarded(Instance<TokenFile> tokens) {
    return GuardedApi.of(RegistryPaths.ROOT, token -> tokens.get().holderOf(token));
  }

  @Produces
  @Singleton
  Journal journal(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      KeyEncryption encryption,
      MeterRegistry meters) {
    var times = RotatingWriter.Times.of(settings);
    var journal =
        new Journal(
                kafka,
                new Journal.Replica(InstanceId.random(), settings.advertisedUrl()),
                encryption,
                InstantSource.system())
            .planning((key, domain) -> times.rules(domain).flatMap(r -> r.nextChange(key)));
    meters.gauge("postseal_registry_writer", journal, j -> j.isWriter() ? 1 : 0);
    meters.gauge("postseal_registry_malformed_records", journal, Journal::malformedRecords);
    meters.gauge("postseal_registry_blocked_domains", journal, j -> j.state().blocklist().size());
    KeyMetrics.of(journal.state(), settings.rotateAfter()).bindTo(meters);
    return journal;
  }

  void close(@Disposes Journal journal) {
    journal.close();
  }

  @Produces
  @Singleton
  CachingDns dns(MeterRegistry meters) {
    var lookup = settings.lookup();
    var resolvers =
        ResolverSettings.parse(lookup.dnsServers().orElse(List.of()))
            .withPatience(lookup.dnsPatience());
    var dns =
        new CachingDns(
            new DnsjavaDns(
                lookup.dnsTrustsAuthenticatedData()
                    ? resolvers.trustingAuthenticatedData()
                    : resolvers),
            new CacheSettings(
                lookup.maxTtl(),
                lookup.maxNegativeTtl(),
                lookup.failureTtl(),
                lookup.cacheOctets()),
            InstantSource.system());
    new DnsMetrics(dns, "registry").bindTo(meters);
    return dns;
  }

  @Produces
  @Singleton
  PublicRecords publicRecords() {
    var publication = settings.publication();
    return new PublicRecords(
        new PublicRecords.Whom(
            ResolverSettings.parse(settings.lookup().dnsServers().orElse(List.of())).servers(),
            publication.patience()),
        new ZoneServers(
            new ReachableAddresses(
                publication.allowLoopback() ? Loopback.ALLOWED : Loopback.REFUSED,
                publication.allowPrivateNetworks()
                    ? PrivateNetworks.ALLOWED
                    : PrivateNetworks.REFUSED),
            publication.serverPort(),
            publication.servers()),
        InstantSource.system());
  }

  @Produces
  @Singleton
  WatchingWriter watchingWriter(Journal journal, PublicRecords records, MeterRegistry meters) {
    return WatchingWriter.of(journal, records, settings.publication().watchEvery(), meters);
  }

  @Produces
  @Singleton
  RotatingWriter rotatingWriter(Journal journal, PublicRecords records, MeterRegistry meters) {
    return new RotatingWriter(
            journal, records, RotatingWriter.Times.of(settings), InstantSource.system())
        .counted(meters);
  }

  void close(@Disposes RotatingWriter rotating) {
    rotating.close();
  }

  void close(@Disposes WatchingWriter watching) {
    watching.close();
  }

  @Produces
  @Singleton
  PublishingWriter publishingWriter(Journal journal, MeterRegistry meters) {
    return PublishingWriter.of(journal, settings, meters);
  }

  void close(@Disposes PublishingWriter publishing) {
    publishing.close();
  }

  @Produces
  @Singleton
  ExpiringWriter expiringWriter(Journal journal) {
    return new ExpiringWriter(journal, settings.blocklist().expiryEvery(), InstantSource.system());
  }

  void close(@Disposes ExpiringWriter expiring) {
    expiring.close();
  }

  @Produces
  @Singleton
  AuthorityServer nameServer(Journal journal, MeterRegistry meters) {
    return NameServer.start(settings.nameServer(), journal, meters);
  }

  void close(@Disposes AuthorityServer nameServer) {
    nameServer.close();
  }

  @Produces
  @Singleton
  PublicKeys publicKeys(Journal journal, CachingDns dns) {
    return new PublicKeys(
        journal.state(),
        dns,
        new PublicKeys.Times(settings.ownAnswerTtl(), settings.lookup().answerWithin()));
  }

  @Produces
  @Singleton
  SigningDomains signingDomains(Journal journal) {
    return new SigningDomains(journal.state());
  }

  private SecretFile.IfAbsent ifAbsent() {
    return settings.generateSecrets() ? SecretFile.IfAbsent.GENERATE : SecretFile.IfAbsent.FAIL;
  }
}
