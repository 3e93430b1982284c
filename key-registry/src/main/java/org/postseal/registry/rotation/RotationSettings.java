package org.postseal.registry.rotation;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How keys take turns by themselves. */
public interface RotationSettings {

  /**
   * Whether keys of domains that do not say it take turns by themselves. A new key signs only after
   * everybody has its record; if nobody publishes that, the old key goes on, and an alarm is
   * raised.
   */
  @WithDefault("true")
  boolean enabled();

  /** How long before its turn a key is announced; no more than half of the time a key signs. */
  @WithDefault("14d")
  Duration announceAhead();

  /** How long a retired key's record stays before it becomes void; at least 14d. */
  @WithDefault("14d")
  Duration keepRetired();

  /** How often the replica that writes looks whether it is a key's turn. */
  @WithDefault("5m")
  Duration lookEvery();

  /** Keys made in one such look, at most: making one for RSA takes part of a second. */
  @WithDefault("100")
  int newKeysAtOnce();
}
