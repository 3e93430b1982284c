package org.postseal.ingress.load;

import io.quarkus.runtime.configuration.MemorySize;
import java.util.Optional;

/** Memory. */
public interface MemorySettings {
  /** For content in flight; 40 % of the heap. */
  Optional<MemorySize> budget();
}
