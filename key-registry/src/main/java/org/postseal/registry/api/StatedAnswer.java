package org.postseal.registry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import org.postseal.registry.asking.Answer;
import org.postseal.signingpolicy.TrustLevel;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.PolicyPin;

/**
 * What a domain of others says itself, by XSIGNPOL or its HTTPS twin. HTTP 200 whatever it came to.
 *
 * @param domain as asked, in A-labels
 * @param selector as asked, if one was
 * @param outcome about the key; {@code none-asked-for} without a selector
 * @param record the key record, if found
 * @param policy what the domain is held to now
 * @param source who answered
 * @param trust how far it can be trusted
 * @param ttl seconds for which the answer may be kept
 * @param reason for people
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record StatedAnswer(
    String domain,
    Optional<String> selector,
    Outcome outcome,
    Optional<String> record,
    Optional<Policy> policy,
    Optional<PolicyPin.Source> source,
    Optional<TrustLevel> trust,
    long ttl,
    Optional<String> reason) {

  /** How it ended. */
  public enum Outcome {
    @JsonProperty("found")
    FOUND,
    /** The domain says that it has none, or none that can be used. */
    @JsonProperty("no-key")
    NO_KEY,
    /** The DNS has another one. */
    @JsonProperty("contradicted")
    CONTRADICTED,
    /** Nobody answers such questions for the domain. */
    @JsonProperty("not-said")
    NOT_SAID,
    /** Not known now. */
    @JsonProperty("unavailable")
    UNAVAILABLE,
    /** Being asked; come again. */
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("none-asked-for")
    NONE_ASKED_FOR
  }

  /**
   * A policy.
   *
   * @param expires until when the domain is held to it
   */
  public record Policy(
      SigningPolicy signingPolicy, boolean testing, String id, TrustLevel trust, Instant expires) {

    static Policy of(Answer.Policy known) {
      var pin = known.pin();
      return new Policy(pin.signingPolicy(), pin.testing(), pin.id(), known.trust(), pin.expires());
    }
  }

  static StatedAnswer of(String domain, Optional<String> selector, Answer answer) {
    return new StatedAnswer(
        domain,
        selector,
        switch (answer.key()) {
          case Answer.Key.Found _ -> Outcome.FOUND;
          case Answer.Key.None _ -> Outcome.NO_KEY;
          case Answer.Key.Contradicted _ -> Outcome.CONTRADICTED;
          case Answer.Key.NotSaid _ -> Outcome.NOT_SAID;
          case Answer.Key.NotNow _ -> Outcome.UNAVAILABLE;
          case Answer.Key.Pending _ -> Outcome.PENDING;
          case Answer.Key.NotAskedFor _ -> Outcome.NONE_ASKED_FOR;
        },
        answer.key() instanceof Answer.Key.Found(var text) ? Optional.of(text) : Optional.empty(),
        answer.policy().map(Policy::of),
        answer.origin().map(Answer.Origin::source),
        answer.origin().map(Answer.Origin::trust),
        answer.ttl().toSeconds(),
        reason(answer.key()));
  }

  private static Optional<String> reason(Answer.Key key) {
    return switch (key) {
      case Answer.Key.None(var reason) -> Optional.of(reason);
      case Answer.Key.Contradicted(var reason) -> Optional.of(reason);
      case Answer.Key.NotSaid(var reason) -> Optional.of(reason);
      case Answer.Key.NotNow(var reason) -> Optional.of(reason);
      case Answer.Key.Found _, Answer.Key.Pending _, Answer.Key.NotAskedFor _ -> Optional.empty();
    };
  }
}
