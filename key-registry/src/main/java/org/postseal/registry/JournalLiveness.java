package org.postseal.registry;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.postseal.following.LoopMetrics;
import org.postseal.registry.journal.Journal;

/**
 * A registry that follows its journal no more, though there is something to read, is to be started
 * anew.
 */
@Liveness
@ApplicationScoped
class JournalLiveness implements HealthCheck {
  private final RegistrySettings settings;
  private final Instance<Journal> journal;

  JournalLiveness(RegistrySettings settings, Instance<Journal> journal) {
    this.settings = settings;
    this.journal = journal;
  }

  void bind(@Observes StartupEvent event, MeterRegistry registry) {
    if (settings.enabled()) {
      journal.get().loops().forEach(loop -> new LoopMetrics(loop).bindTo(registry));
    }
  }

  @Override
  public HealthCheckResponse call() {
    var health = HealthCheckResponse.named("registry's loops").up();
    if (settings.enabled()) {
      for (var loop : journal.get().loops()) {
        loop.standstill().ifPresent(why -> health.withData(loop.name(), why).down());
      }
    }
    return health.build();
  }
}
