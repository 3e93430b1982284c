package org.postseal.registry.externaldns;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code DNSEndpoint} objects for external-dns, in the Kubernetes cluster that the registry runs in
 * (docs/operations.md).
 */
public interface ExternalDnsSettings {

  /** Zones that external-dns keeps, such as {@code example.com}; absent: none. */
  Optional<List<String>> zones();

  /** The namespace of the objects; absent: the registry's own. */
  Optional<String> namespace();

  /**
   * How a text of more than 255 octets is written: {@code whole}, where external-dns or the
   * provider divides it, or {@code quoted}, as quoted strings, for providers that take texts as a
   * zone file has them, such as Route 53.
   */
  @WithDefault("whole")
  LongText longText();

  /** How long the API server may take over one object. */
  @WithDefault("5s")
  Duration patience();

  /** How often the replica that writes looks for records that have changed. */
  @WithDefault("5s")
  Duration every();
}
