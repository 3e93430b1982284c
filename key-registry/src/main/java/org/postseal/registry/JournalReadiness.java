package org.postseal.registry;

import jakarta.enterprise.inject.Instance;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.postseal.registry.journal.Journal;

/** Ready once the journal was read up to our own marker; stays so when Kafka goes away. */
@Readiness
final class JournalReadiness implements HealthCheck {

  private static final String NAME = "key-registry";

  private final RegistrySettings settings;
  private final Instance<Journal> journal;

  JournalReadiness(RegistrySettings settings, Instance<Journal> journal) {
    this.settings = settings;
    this.journal = journal;
  }

  @Override
  public HealthCheckResponse call() {
    if (!settings.enabled()) {
      return HealthCheckResponse.named(NAME).up().withData("enabled", false).build();
    }
    return HealthCheckResponse.named(NAME)
        .status(journal.get().isReady())
        .withData("writer", journal.get().isWriter())
        .build();
  }
}
