package org.postseal.ingress.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the ports are bound and our domains are known. */
@Readiness
@ApplicationScoped
public class IngressReadiness implements HealthCheck {
  private final Ingress ingress;

  IngressReadiness(Ingress ingress) {
    this.ingress = ingress;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("ingress").status(ingress.isReady()).build();
  }
}
