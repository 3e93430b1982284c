package org.postseal.topics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.postseal.topics.DomainEntry.SigningPolicy;

/**
 * A signing policy that a domain of others has stated itself, on {@code registry.policy-pins}:
 * whoever hides it until it expires has not made it go away. A record without a value forgets it.
 *
 * @param domain lower-case A-labels; the key
 * @param signingPolicy what its mail promises
 * @param testing the policy is only being tried: reported, not enforced
 * @param id changes when the policy does
 * @param source how it was asked for
 * @param trust how the domain proved itself
 * @param seen when it was stated last
 * @param expires how long the domain is held to it
 */
public record PolicyPin(
    String domain,
    SigningPolicy signingPolicy,
    boolean testing,
    String id,
    Source source,
    Trust trust,
    Instant seen,
    Instant expires) {

  /** How a domain is asked. */
  public enum Source {
    /** {@code XSIGNPOL} at its mail exchanger. */
    SMTP,
    /** The HTTPS twin. */
    HTTPS;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Source of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Nothing less is pinned. */
  public enum Trust {
    /** A certificate that names the domain, or a host of its enforced MTA-STS policy. */
    T2,
    /** DNSSEC and DANE. */
    T3
  }

  /** Whether the domain is still held to it. */
  public boolean isInForce(Instant now) {
    return now.isBefore(expires);
  }

  /** Whether another says the same, whenever it was stated. */
  public boolean says(PolicyPin other) {
    return signingPolicy == other.signingPolicy
        && testing == other.testing
        && id.equals(other.id)
        && source == other.source
        && trust == other.trust;
  }
}
