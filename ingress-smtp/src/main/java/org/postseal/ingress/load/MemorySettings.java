package org.postseal.ingress.load;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Memory. */
public interface MemorySettings {
  /** For content in flight; 40 % of the heap. */
  Optional<MemorySize> budget();

  /** Percent of it for all transactions together that hold more than 1 MiB each. */
  @WithDefault("75")
  int largeShare();

  /** Percent of it for one address; one message of the largest size finds room all the same. */
  @WithDefault("25")
  int addressShare();

  /** Percent of it for one network. */
  @WithDefault("50")
  int networkShare();

  /** Percent of it for all who come to the listener for other servers. */
  @WithDefault("80")
  int strangersShare();

  /** Octets a second; content that comes in more slowly is given up when others need its memory. */
  @WithDefault("1K")
  MemorySize leastRate();

  /**
   * Content that would take longer than this, at the rate at which it comes, is given up likewise.
   */
  @WithDefault("2M")
  Duration longestStay();
}
