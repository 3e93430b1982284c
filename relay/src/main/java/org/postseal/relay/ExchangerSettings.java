package org.postseal.relay;

import io.smallrye.config.WithDefault;

/** Delivery to mail exchangers. */
public interface ExchangerSettings {
  /** The port they listen on; 25 everywhere but in tests. */
  @WithDefault("25")
  int port();

  /** Exchangers tried for one message. */
  @WithDefault("5")
  int hosts();

  /** Addresses tried of one exchanger. */
  @WithDefault("4")
  int addresses();

  /**
   * Whether the DNS may name this very machine as a next hop: loopback and the addresses of its own
   * interfaces.
   */
  @WithDefault("false")
  boolean allowLoopback();

  /**
   * Whether the DNS may name private networks (RFC 1918, 4193, 6598) as a next hop or as the host
   * of an MTA-STS policy.
   */
  @WithDefault("false")
  boolean allowPrivate();
}
