package org.postseal.relay.delivery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.postseal.relay.RelaySettings;

/** Lets the relay begin and end with its process, unless it is switched off there. */
@ApplicationScoped
class RelayLifecycle {
  private final RelaySettings settings;
  private final Relay relay;

  RelayLifecycle(RelaySettings settings, Relay relay) {
    this.settings = settings;
    this.relay = relay;
  }

  void start(@Observes StartupEvent event) {
    if (settings.enabled()) {
      relay.start();
    }
  }

  /** Before the channel is closed, which then commits what was acknowledged meanwhile. */
  void stop(@Observes ShutdownEvent event) {
    if (settings.enabled()) {
      relay.stop();
    }
  }
}
