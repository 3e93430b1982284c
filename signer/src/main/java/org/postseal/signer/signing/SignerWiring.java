package org.postseal.signer.signing;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.postseal.authentication.dkim.SigningProfile;
import org.postseal.authentication.dns.DomainName;
import org.postseal.following.LoopMetrics;
import org.postseal.following.SupervisedLoop;
import org.postseal.registryview.RegistryHttp;
import org.postseal.registryview.RegistryHttpMetrics;
import org.postseal.registryview.RegistryToken;
import org.postseal.signer.keyring.Keyring;

/** Builds the signatory and its keyring from the settings, when first used, and closes them. */
@ApplicationScoped
class SignerWiring {
  static final String ROLE = "signer";

  private final RegistryHttp registry;
  private final Keyring keyring;
  private final Signatory signatory;
  private final KeyChanges changes;

  @Inject
  SignerWiring(
      SignerSettings settings,
      TlsConfigurationRegistry tls,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      MeterRegistry meters) {
    var asked = settings.registry();
    var token = asked.tokenFile().map(file -> RegistryToken.read(file, ROLE));
    this.registry =
        new RegistryHttp(
            new RegistryHttp.Endpoint(asked.url(), token, asked.timeout(), asked.pause()),
            trust(tls));
    this.keyring = Keyring.of(registry, new Keyring.Limits(asked.refresh(), asked.domains()));
    new RegistryHttpMetrics(registry, ROLE).bindTo(meters);
    FunctionCounter.builder("postseal_signer_keyring_asked", keyring, k -> k.statistics().asked())
        .description("Times that signing keys of a domain were wanted")
        .register(meters);
    FunctionCounter.builder(
            "postseal_signer_keyring_fetched", keyring, k -> k.statistics().fetched())
        .description("Times that the registry was asked for them; the others were kept ones")
        .register(meters);
    this.changes = KeyChanges.follow(kafka, keyring);
    new LoopMetrics(changes.loop()).bindTo(meters);
    this.signatory = new Signatory(keyring::keysOf, profiles(settings), InstantSource.system());
  }

  Signatory signatory() {
    return signatory;
  }

  Keyring keyring() {
    return keyring;
  }

  /** What follows the registry's topic. */
  SupervisedLoop changes() {
    return changes.loop();
  }

  @PreDestroy
  void close() {
    changes.close();
    registry.close();
  }

  /** Whose certificates the registry may show, {@code quarkus.tls."registry".*}. */
  private static Optional<Callable<SSLContext>> trust(TlsConfigurationRegistry tls) {
    return tls.get("registry").map(configured -> configured::createSSLContext);
  }

  private static Function<DomainName, SigningProfile> profiles(SignerSettings settings) {
    var standard = SigningProfile.DEFAULT;
    var profile =
        new SigningProfile(
            standard.header(),
            standard.body(),
            standard.names(),
            standard.timestamp(),
            new SigningProfile.Expiration.After(settings.validity()),
            Optional.empty());
    var askable = profile.withQueryMethods(List.of("dns/txt", "x-signpol"));
    var domains =
        settings.signpolDomains().orElse(List.of()).stream()
            .map(DomainName::of)
            .collect(Collectors.toSet());
    return domain -> domains.contains(domain) ? askable : profile;
  }
}
