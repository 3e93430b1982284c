package org.postseal.relay;

import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Where names are looked up. */
public interface DnsSettings {
  /** Recursive resolvers, ADDRESS or ADDRESS:PORT; the operating system's if there are none. */
  Optional<List<String>> servers();

  /**
   * Whether these resolvers validate DNSSEC and the path to them is safe, so that their AD bit
   * proves something. Without it there is no DANE (RFC 7672), and a message that requires TLS (RFC
   * 8689) goes to mail exchangers of an MTA-STS policy only.
   */
  @WithDefault("false")
  boolean trustAuthenticatedData();
}
