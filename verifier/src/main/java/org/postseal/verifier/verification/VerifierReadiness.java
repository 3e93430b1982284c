package org.postseal.verifier.verification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the registry's topics have been read and the rehearsal is over, or nothing is to be
 * done here.
 */
@Readiness
@ApplicationScoped
class VerifierReadiness implements HealthCheck {
  private final VerifierSettings settings;
  private final VerifierWiring wiring;

  @Inject
  VerifierReadiness(VerifierSettings settings, VerifierWiring wiring) {
    this.settings = settings;
    this.wiring = wiring;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("verifier: the registry has been read, the rehearsal is over")
        .status(!settings.enabled() || wiring.isReady())
        .build();
  }
}
