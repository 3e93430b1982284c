package org.postseal.signingpolicy;

import java.time.Duration;
import java.util.Set;
import org.postseal.authentication.dns.DomainName;

/**
 * What a server's policies have in common.
 *
 * @param maxAge {@code max_age=}
 * @param keys {@code keys=}
 */
public record PolicyTerms(Duration maxAge, Set<KeyPlace> keys) {

  /** The policy of a domain on these terms; its id is made of what it says. */
  public PolicyStatement policy(DomainName domain, Promise sign, Testing testing) {
    return new PolicyStatement(
        domain, sign, testing, PolicyId.of(sign, testing), maxAge, Set.copyOf(keys));
  }

  /** A setting cannot be stated if it is no number of whole seconds that readers take. */
  public static boolean canBeStated(Duration age, Duration longest) {
    return Tags.isSeconds(age, longest);
  }
}
