package org.postseal.relay;

import io.smallrye.config.WithDefault;

/** Delivery into files. */
public interface MaildirSettings {
  /** Whether file and directory are forced to disk before a message counts as delivered. */
  @WithDefault("true")
  boolean fsync();
}
