package org.postseal.ingress.acceptance;

import java.util.Optional;

/** The domains we receive mail for. Answers from memory, at once, on any thread. */
public interface LocalDomains {

  /** {@code domain} is in lower case. */
  Optional<LocalDomain> find(String domain);

  /**
   * Whether the answers can be trusted yet: false while the domains were not read for the first
   * time, when an unknown domain means nothing.
   */
  boolean isComplete();
}
