package org.postseal.registry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.postseal.topics.DomainEntry.SigningPolicy;

/**
 * What is known about a domain's signing. HTTP 200 also when nothing is known.
 *
 * @param domain as asked, in A-labels; what holds for it may be said by an entry above it
 * @param signingPolicy {@code none} if nothing is known
 * @param testing the policy is only being tried: report, do not enforce
 * @param source where it is from
 * @param trust how far it can be trusted
 * @param ttl seconds for which the answer may be kept
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SigningPolicyAnswer(
    String domain,
    SigningPolicy signingPolicy,
    boolean testing,
    Source source,
    Trust trust,
    long ttl) {

  /** Where a policy is from. */
  public enum Source {
    /** The operator's entry in this registry. */
    @JsonProperty("registry")
    REGISTRY,
    /** The domain itself, at its mail exchanger. */
    @JsonProperty("smtp")
    SMTP,
    /** The domain itself, by the HTTPS twin. */
    @JsonProperty("https")
    HTTPS,
    /** Nobody has said anything. */
    @JsonProperty("none")
    NONE
  }

  /** Whether a message may be refused for a policy's sake. */
  public enum Trust {
    /** The operator's own word: as good as it gets. */
    @JsonProperty("operator")
    OPERATOR,
    /** DNSSEC and DANE, or less; the levels of docs/xsignpol.md. */
    @JsonProperty("T3")
    T3,
    @JsonProperty("T2")
    T2,
    /** Nothing to trust. */
    @JsonProperty("none")
    NONE
  }
}
