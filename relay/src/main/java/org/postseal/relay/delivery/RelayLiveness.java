package org.postseal.relay.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.postseal.relay.RelaySettings;

/** A relay that takes no mail any more, though there is some, is to be started anew. */
@Liveness
@ApplicationScoped
class RelayLiveness implements HealthCheck {
  private final RelaySettings settings;
  private final Relay relay;

  RelayLiveness(RelaySettings settings, Relay relay) {
    this.settings = settings;
    this.relay = relay;
  }

  @Override
  public HealthCheckResponse call() {
    var health = HealthCheckResponse.named("relay's loops").up();
    if (settings.enabled()) {
      for (var loop : relay.loops()) {
        loop.standstill().ifPresent(why -> health.withData(loop.name(), why).down());
      }
    }
    return health.build();
  }
}
