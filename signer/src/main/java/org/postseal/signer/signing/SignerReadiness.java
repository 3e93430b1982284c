package org.postseal.signer.signing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when signing keys are known or the registry would answer, or nothing is to be done. */
@Readiness
@ApplicationScoped
class SignerReadiness implements HealthCheck {
  private final SignerSettings settings;
  private final SignerWiring wiring;

  @Inject
  SignerReadiness(SignerSettings settings, SignerWiring wiring) {
    this.settings = settings;
    this.wiring = wiring;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("signer: signing keys can be had")
        .status(!settings.enabled() || wiring.keyring().isUsable())
        .build();
  }
}
