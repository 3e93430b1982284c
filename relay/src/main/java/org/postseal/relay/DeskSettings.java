package org.postseal.relay;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Queue and quarantine over HTTP, below /relay/v1. */
public interface DeskSettings {
  /**
   * Lines token:role; operators may do everything, viewers see all but content. Read anew on
   * change. Without the file nobody may do anything.
   */
  @WithDefault("data/registry-tokens")
  Path tokensFile();

  /**
   * How often it is counted what is held and quarantined, for metrics; the first time reads both
   * topics. 0 is never.
   */
  @WithDefault("60s")
  Duration countEvery();
}
