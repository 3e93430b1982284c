package org.postseal.console.index;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether the index is being kept. Wellness only: mail goes on without it, so it is no reason to
 * take a process out of service or to start it anew.
 */
@Wellness
@ApplicationScoped
class IndexHealth implements HealthCheck {
  private final Index index;

  IndexHealth(Index index) {
    this.index = index;
  }

  @Override
  public HealthCheckResponse call() {
    var health = HealthCheckResponse.named("console's index").up();
    if (index.isEnabled()) {
      index.trouble().ifPresent(why -> health.withData("index", why).down());
    }
    return health.build();
  }
}
