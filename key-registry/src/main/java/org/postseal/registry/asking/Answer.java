package org.postseal.registry.asking;

import java.time.Duration;
import java.util.Optional;
import org.postseal.signingpolicy.TrustLevel;
import org.postseal.topics.PolicyPin;

/**
 * What is known of a domain by asking it.
 *
 * @param key about the key, if one was asked for
 * @param policy in force now: just stated, or stated before and not expired
 * @param origin who said so; empty where nobody did
 * @param ttl for how long this may be kept
 */
public record Answer(Key key, Optional<Policy> policy, Optional<Origin> origin, Duration ttl) {

  /**
   * Who answered.
   *
   * @param trust how it proved that it speaks for the domain
   */
  public record Origin(PolicyPin.Source source, TrustLevel trust) {}

  /**
   * A policy with the trust that it was stated with.
   *
   * @param pin the policy; of less than T2 it is no pin, and only looks like one here
   */
  public record Policy(PolicyPin pin, TrustLevel trust) {}

  /** About the key. */
  public sealed interface Key {
    /** A key record of RFC 6376, as it was stated. */
    record Found(String keyRecord) implements Key {}

    /** The domain says that it has none, or none that can be used. */
    record None(String reason) implements Key {}

    /** The DNS has another: permanent, and an alarm. */
    record Contradicted(String reason) implements Key {}

    /** Nobody answers such questions for the domain. */
    record NotSaid(String reason) implements Key {}

    /** Not known now: unreachable, too busy, or hidden by somebody. */
    record NotNow(String reason) implements Key {}

    /** Being asked; come again. */
    record Pending() implements Key {}

    /** Nobody wanted to know. */
    record NotAskedFor() implements Key {}
  }
}
