package org.postseal.registry.publication;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How our own key records are looked for in the public DNS. */
public interface PublicationSettings {

  /**
   * Whether servers of our domains' zones may be asked at addresses of this machine. Only for
   * tests.
   */
  @WithDefault("false")
  boolean allowLoopback();

  /** Whether they may be asked in private networks, where the DNS of the domains is there. */
  @WithDefault("false")
  boolean allowPrivateNetworks();

  /** Where servers of zones listen. */
  @WithDefault("53")
  int serverPort();

  /** Servers of one zone that are asked, at most. */
  @WithDefault("8")
  int servers();

  /** How long one record may be looked for, all servers together; changes wait for it. */
  @WithDefault("10s")
  Duration patience();

  /**
   * How often the replica that writes compares the public DNS with what is announced; 0s: never.
   */
  @WithDefault("15m")
  Duration watchEvery();
}
