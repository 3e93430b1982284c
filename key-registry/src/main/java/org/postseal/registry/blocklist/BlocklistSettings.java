package org.postseal.registry.blocklist;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The blocklist. */
public interface BlocklistSettings {

  /** Characters of a list that is imported at once; at most 512K, which an audit event can name. */
  @WithDefault("512K")
  MemorySize importSize();

  /** How often entries that have expired are taken off by the replica that writes. */
  @WithDefault("1m")
  Duration expiryEvery();
}
