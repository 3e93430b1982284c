package org.postseal.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.postseal.dns.ResolverSettings;
import org.postseal.registry.api.TokenFile;
import org.postseal.registry.key.KeyEncryptionKeys;
import org.postseal.settings.Contradictions;
import org.postseal.settings.DeclaredSettings;

/** The registry's settings, for the check before the start. */
public final class DeclaredRegistrySettings implements DeclaredSettings {
  private static final String PREFIX = "postseal.registry";

  @Override
  public Class<?> type() {
    return RegistrySettings.class;
  }

  /** What the command line is told about the registry it asks. */
  @Override
  public Set<String> foreignVariables() {
    return Set.of("POSTSEAL_REGISTRY_URL", "POSTSEAL_REGISTRY_TOKEN_FILE");
  }

  @Override
  public List<String> contradictions(Mapped mapped) {
    return contradictions(mapped.of(RegistrySettings.class));
  }

  /** What cannot be true together; nothing, if the registry does not run here. Pure. */
  static List<String> contradictions(RegistrySettings settings) {
    if (!settings.enabled()) {
      return List.of();
    }
    var lookup = settings.lookup();
    var found =
        new Contradictions(PREFIX)
            .when(
                settings
                    .tokensFile()
                    .normalize()
                    .equals(settings.keyEncryptionKeyFile().normalize()),
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
                "lookup.max-negative-ttl",
                lookup.maxNegativeTtl(),
                "lookup.max-ttl",
                lookup.maxTtl())
            .notNegative("lookup.failure-ttl", lookup.failureTtl())
            .atLeast("lookup.cache-octets", lookup.cacheOctets(), 0);
    settings.advertisedUrl().ifPresent(url -> found.httpUrl("advertised-url", url));
    return found.found();
  }

  @Override
  public List<String> unusable(Mapped mapped) {
    var settings = mapped.of(RegistrySettings.class);
    if (!settings.enabled()) {
      return List.of();
    }
    var wrong =
        new Contradictions(PREFIX)
            .readable(
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
    return wrong.found();
  }

  private static boolean isToBeMade(RegistrySettings settings, Path file) {
    return settings.generateSecrets() && !Files.exists(file);
  }
}
