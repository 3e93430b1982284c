package org.postseal.verifier.verification;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * A verifier that follows the registry no more, though there is something, is to be started anew.
 */
@Liveness
@ApplicationScoped
class VerifierLiveness implements HealthCheck {
  private final VerifierSettings settings;
  private final VerifierWiring wiring;

  VerifierLiveness(VerifierSettings settings, VerifierWiring wiring) {
    this.settings = settings;
    this.wiring = wiring;
  }

  @Override
  public HealthCheckResponse call() {
    var health = HealthCheckResponse.named("verifier's loops").up();
    if (settings.enabled()) {
      var loop = wiring.view().loop();
      loop.standstill().ifPresent(why -> health.withData(loop.name(), why).down());
    }
    return health.build();
  }
}
