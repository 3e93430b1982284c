package org.postseal.registry;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Dynamic updates (RFC 2136) of a DNS server of the domains. */
public interface DynamicUpdateSettings {

  /** The primary server, as address, address:port or [address]:port; absent: none. */
  Optional<String> server();

  /**
   * The zones it takes updates of, such as {@code example.com} or {@code _domainkey.example.com}.
   */
  Optional<List<String>> zones();

  /** One line {@code algorithm:name:base64}, such as {@code hmac-sha256:postseal:...}. */
  Optional<Path> tsigKeyFile();

  /** How long the server may take over one update. */
  @WithDefault("5s")
  Duration patience();

  /** How often the replica that writes looks for records that have changed. */
  @WithDefault("5s")
  Duration every();
}
