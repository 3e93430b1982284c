package org.postseal.registry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postseal.registry.journal.RegistryState;
import org.postseal.registry.journal.Versioned;
import org.postseal.registry.key.KeyAlgorithm;
import org.postseal.registry.key.SigningKey;
import org.postseal.topics.DomainEntry;

/**
 * What an operator watches of the domains and their keys. By algorithm and state, never by domain:
 * {@code postseal keys list} names them.
 *
 * @param domains every entry
 * @param keys every key there ever was
 * @param rotateAfter for how long a key should sign
 */
record KeyMetrics(
    Supplier<List<DomainEntry>> domains,
    Supplier<List<SigningKey>> keys,
    Duration rotateAfter,
    InstantSource clock)
    implements MeterBinder {

  private static final List<String> STATES =
      List.of("announced", "published", "active", "retired", "revoked");

  static KeyMetrics of(RegistryState state, Duration rotateAfter) {
    return new KeyMetrics(
        () -> values(state.domains()),
        () -> values(state.keysInNoOrder()),
        rotateAfter,
        InstantSource.system());
  }

  private static <T> List<T> values(Collection<Versioned<T>> versioned) {
    return versioned.stream().map(Versioned::value).toList();
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    gauge("postseal_registry_domains", m -> m.domains.get().size())
        .description("Domains the registry has an entry of")
        .register(meters);
    gauge("postseal_registry_domains_without_key", KeyMetrics::domainsWithoutKey)
        .description("Domains we sign for that have no active key: their mail is deferred")
        .register(meters);
    for (var algorithm : KeyAlgorithm.values()) {
      var word = algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-');
      for (var inState : STATES) {
        gauge("postseal_registry_keys", m -> m.count(algorithm, inState))
            .description("Signing keys")
            .tag("algorithm", word)
            .tag("state", inState)
            .register(meters);
      }
      gauge("postseal_registry_key_age", m -> m.oldestSeconds(algorithm))
          .description("For how long the oldest active key has signed; NaN if there is none")
          .baseUnit("seconds")
          .tag("algorithm", word)
          .register(meters);
      gauge("postseal_registry_key_rotation", m -> m.untilRotation(algorithm))
          .description("Until the first active key should be replaced; negative when overdue")
          .baseUnit("seconds")
          .tag("algorithm", word)
          .register(meters);
    }
  }

  /** Nobody but its gauges holds on to this. */
  private Gauge.Builder<KeyMetrics> gauge(String name, ToDoubleFunction<KeyMetrics> value) {
    return Gauge.builder(name, this, value).strongReference(true);
  }

  private double domainsWithoutKey() {
    var withKey =
        keys.get().stream()
            .filter(SigningKey::isActive)
            .map(key -> key.name().domain().ascii())
            .collect(Collectors.toSet());
    return domains.get().stream()
        .filter(entry -> entry.signed() && !withKey.contains(entry.domain()))
        .count();
  }

  private double count(KeyAlgorithm algorithm, String inState) {
    return keys(algorithm).filter(key -> key.state().word().equals(inState)).count();
  }

  private double oldestSeconds(KeyAlgorithm algorithm) {
    return keys(algorithm)
        .filter(SigningKey::isActive)
        .map(key -> key.state().signingSince())
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .map(since -> (double) Duration.between(since, clock.instant()).toSeconds())
        .orElse(Double.NaN);
  }

  private double untilRotation(KeyAlgorithm algorithm) {
    return rotateAfter.toSeconds() - oldestSeconds(algorithm);
  }

  private Stream<SigningKey> keys(KeyAlgorithm algorithm) {
    return keys.get().stream().filter(key -> key.algorithm() == algorithm);
  }
}
