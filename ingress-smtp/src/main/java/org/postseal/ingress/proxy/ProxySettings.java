package org.postseal.ingress.proxy;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postseal.accounts.throttle.Network;

/** Load balancers in front of the listeners that have {@code proxy-protocol}. */
public interface ProxySettings {
  /**
   * Where they are: addresses and networks. A PROXY header, version 1 or 2, must come from these,
   * and is refused from everybody else.
   */
  Optional<List<Network>> trusted();

  /** For the whole header. */
  @WithDefault("5S")
  Duration timeout();

  /** A header of version 2 with all it says beside the addresses, in octets, at least 52. */
  @WithDefault("4096")
  int header();
}
