package org.postseal.ingress.load;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** DNS blocklists (RFC 5782) for clients of the MX listener. */
public interface BlocklistSettings {
  /** The zones, such as {@code bl.example.net}; in one of them, a client reads 554. */
  Optional<List<String>> zones();

  /** How long their answers are waited for; then the client is let in. */
  @WithDefault("2S")
  Duration timeout();

  /** DNS servers to ask, {@code host} or {@code host:port}; the system's. */
  Optional<List<String>> dnsServers();
}
