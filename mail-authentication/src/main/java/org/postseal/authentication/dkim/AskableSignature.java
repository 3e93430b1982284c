package org.postseal.authentication.dkim;

import java.time.Duration;
import java.util.List;
import org.postseal.authentication.dns.DomainName;

/**
 * A signature that lacks nothing but its key.
 *
 * @param fieldIndex position among the header fields, from the top
 * @param selector {@code s=}
 * @param domain {@code d=}
 * @param queryMethods {@code q=}, in lower case
 */
public record AskableSignature(
    int fieldIndex, Selector selector, DomainName domain, List<String> queryMethods) {
  /** How far {@code t=} may lie ahead of our clock. */
  static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  public AskableSignature {
    queryMethods = List.copyOf(queryMethods);
  }
}
