package org.postseal.ingress.acceptance;

import java.util.Set;

/**
 * A domain we receive mail for.
 *
 * @param policy what its mail is judged by; recipients with different policies never share a
 *     transaction
 */
public record LocalDomain(String name, String policy, Users users) {

  /** What is known of its users. */
  public sealed interface Users {
    /** Any local-part is taken. */
    record Everybody() implements Users {}

    /** These, in lower case, and no others. */
    record Listed(Set<String> localParts) implements Users {}

    /** Nothing; the next hop may know. */
    record Unlisted() implements Users {}
  }
}
