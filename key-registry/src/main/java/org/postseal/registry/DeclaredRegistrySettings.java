package org.postseal.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.postseal.access.TokenFile;
import org.postseal.dns.ResolverSettings;
import org.postseal.registry.key.KeyEncryptionKeys;
import org.postseal.registry.key.KeyState;
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
    settings.advertisedUrl().ifPresent(url -> found.httpUrl("advertised-url", url));
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
