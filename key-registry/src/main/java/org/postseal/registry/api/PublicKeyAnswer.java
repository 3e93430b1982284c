package org.postseal.registry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * The key records of a selector and domain. Every outcome is HTTP 200, so that a failing registry
 * (5xx, no connection) and a failing DNS can be told apart: after {@code unavailable} nobody needs
 * to ask the DNS again for a moment.
 *
 * @param selector as asked
 * @param domain as asked, in A-labels
 * @param outcome how the lookup ended
 * @param records the texts of all key records at the name, each with its strings joined; empty
 *     unless found
 * @param source where the answer is from; sources are never merged
 * @param ttl seconds for which the answer may be kept; 0 for {@code pending} and {@code
 *     unavailable}
 * @param dnssec whether DNSSEC proved it
 * @param reason why it is unavailable, for operators
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PublicKeyAnswer(
    String selector,
    String domain,
    Outcome outcome,
    List<String> records,
    Source source,
    long ttl,
    Dnssec dnssec,
    Optional<String> reason) {

  /** How a lookup can end. */
  public enum Outcome {
    /** There is at least one record. */
    @JsonProperty("found")
    FOUND,
    /** NXDOMAIN: permanent for this message (RFC 6376 §6.1.2 step 3). */
    @JsonProperty("no-such-domain")
    NO_SUCH_DOMAIN,
    /** The name exists and has no key record: permanent for this message as well. */
    @JsonProperty("no-records")
    NO_RECORDS,
    /** The DNS takes longer than the registry lets its callers wait: ask it yourself, or again. */
    @JsonProperty("pending")
    PENDING,
    /** Not known now (RFC 6376 §6.1.2 step 2): whatever depends on it waits. */
    @JsonProperty("unavailable")
    UNAVAILABLE
  }

  /** Where an answer is from. */
  public enum Source {
    /** The registry's own domains. */
    @JsonProperty("registry")
    REGISTRY,
    /** The public DNS. */
    @JsonProperty("dns")
    DNS
  }

  /** What DNSSEC said. */
  public enum Dnssec {
    /** A validating resolver that the registry trusts proved it. */
    @JsonProperty("secure")
    SECURE,
    /** Nobody did. */
    @JsonProperty("not-proven")
    NOT_PROVEN
  }
}
