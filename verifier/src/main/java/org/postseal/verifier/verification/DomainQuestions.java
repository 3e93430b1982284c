package org.postseal.verifier.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.ReceivedMessage;
import org.postseal.authentication.dkim.AskableSignature;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimVerifier;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.OperationBudget;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.policy.Asked;
import org.postseal.policy.Findings;
import org.postseal.policy.Standing;
import org.postseal.signingpolicy.Promise;
import org.postseal.signingpolicy.Testing;
import org.postseal.signingpolicy.TrustLevel;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.PolicyPin;

/**
 * Has the author domain asked, where that may tell something: about the key of a signature that
 * lacks nothing else and that names {@code x-signpol}, and about the policy of a domain that an
 * operator has named. Whatever else is free, and SPF, has been looked at before.
 *
 * <p>What a domain has stated before is known without a question.
 */
final class DomainQuestions {
  /** The query method that a signature names, beside {@code dns/txt}. */
  static final String QUERY_METHOD = "x-signpol";

  private static final int OPERATIONS = 8;

  private final StatedBy stated;
  private final Function<DomainName, Optional<PolicyPin>> pins;
  private final DkimVerifier dkim;
  private final Limits limits;

  /**
   * How much is asked.
   *
   * @param always domains that are asked without a signature that says so
   * @param signatures of one message that are asked about
   * @param patience with all of it
   */
  record Limits(Set<DomainName> always, int signatures, Duration patience) {}

  /** With how to tell what a domain is held to now. */
  DomainQuestions(
      StatedBy stated,
      Function<DomainName, Optional<PolicyPin>> pins,
      DkimVerifier dkim,
      Limits limits) {
    this.stated = stated;
    this.pins = pins;
    this.dkim = dkim;
    this.limits = limits;
  }

  /** What could be asked about one message. */
  record Plan(Optional<DomainName> author, List<AskableSignature> signatures, boolean policy) {
    /** Nobody is to be asked. */
    boolean isEmpty() {
      return signatures.isEmpty() && !policy;
    }
  }

  /** What is worth a question, as far as the checks have come. Asks nobody. */
  Plan plan(ReceivedMessage message, Evaluation evaluation, Standing standing, Instant now) {
    var author = Findings.authorDomain(evaluation.author());
    if (author.isEmpty() || isOurs(standing) || isSigned(evaluation, author.get())) {
      return new Plan(author, List.of(), false);
    }
    var domain = author.get();
    var named = limits.always().contains(domain);
    var signatures =
        dkim.askable(message.headerSection(), message.bodyDigests(), now).stream()
            .filter(one -> isOf(one.domain(), domain))
            .filter(one -> named || one.queryMethods().contains(QUERY_METHOD))
            .filter(one -> lacksItsKey(one, evaluation))
            .limit(limits.signatures())
            .toList();
    return new Plan(author, signatures, named);
  }

  private static boolean isOurs(Standing standing) {
    return standing instanceof Standing.Read(_, var entry)
        && entry.filter(of -> of.signed() || of.local()).isPresent();
  }

  private static boolean isSigned(Evaluation evaluation, DomainName author) {
    return evaluation.dkim().stream()
        .flatMap(result -> result.authenticatedDomain().stream())
        .anyMatch(domain -> isOf(domain, author));
  }

  private static boolean isOf(DomainName signing, DomainName author) {
    return signing.labels().size() > 1 && author.isSameOrSubdomainOf(signing);
  }

  /** The DNS comes first: what it says of a key is only doubted where it is another or none. */
  private static boolean lacksItsKey(AskableSignature one, Evaluation evaluation) {
    return evaluation.dkim().stream()
        .filter(result -> result.claims().fieldIndex() == one.fieldIndex())
        .anyMatch(
            result ->
                result.outcome() instanceof DkimOutcome.Failure(var defect, _)
                    && switch (defect) {
                      case NO_KEY_RECORD, SIGNATURE_MISMATCH, KEY_REVOKED -> true;
                      default -> false;
                    });
  }

  /** As if nobody had answered yet. */
  Asked open(Plan plan) {
    return new Asked(
        plan.signatures().stream()
            .findFirst()
            .map(
                one -> signature(one, new Asked.Outcome.NotNow("not asked yet"), Optional.empty())),
        plan.author().flatMap(pins).map(DomainQuestions::stated));
  }

  /** Asks, and verifies with the keys that come. Blocks. */
  Asked ask(Plan plan, ReceivedMessage message, Instant now) {
    long until = System.nanoTime() + limits.patience().toNanos();
    var known = open(plan).policy();
    Optional<Asked.Signature> best = Optional.empty();
    for (var one : plan.signatures()) {
      var statement = stated.about(one.domain(), Optional.of(one.selector()), until);
      if (plan.author().equals(Optional.of(one.domain()))) {
        known =
            policy(statement).or(() -> plan.author().flatMap(pins).map(DomainQuestions::stated));
      }
      var verified = verified(one, statement, message, now);
      if (best.isEmpty() || isBetter(verified, best.get())) {
        best = Optional.of(verified);
      }
      if (verified.outcome() instanceof Asked.Outcome.Valid) {
        break;
      }
    }
    if (plan.policy() && known.isEmpty()) {
      known = policy(stated.about(plan.author().orElseThrow(), Optional.empty(), until));
    }
    return new Asked(best, known);
  }

  private static boolean isBetter(Asked.Signature one, Asked.Signature other) {
    return rank(one.outcome()) < rank(other.outcome());
  }

  /** What is still open goes before what has failed, for it may pass. */
  private static int rank(Asked.Outcome outcome) {
    return switch (outcome) {
      case Asked.Outcome.Valid _ -> 0;
      case Asked.Outcome.NotNow _ -> 1;
      case Asked.Outcome.Invalid _ -> 2;
      case Asked.Outcome.NoKey _ -> 3;
      case Asked.Outcome.NotSaid _ -> 4;
    };
  }

  private static Optional<Asked.Stated> policy(StatedBy.Statement statement) {
    return statement
        .policy()
        .map(policy -> stated(policy.signingPolicy(), policy.testing(), policy.trust()));
  }

  private static Asked.Stated stated(PolicyPin pin) {
    return stated(
        pin.signingPolicy(),
        pin.testing(),
        switch (pin.trust()) {
          case T2 -> TrustLevel.T2;
          case T3 -> TrustLevel.T3;
        });
  }

  private static Asked.Stated stated(SigningPolicy sign, boolean testing, TrustLevel trust) {
    return new Asked.Stated(
        switch (sign) {
          case ALL -> Promise.ALL;
          case SOME -> Promise.SOME;
          case NONE -> Promise.NONE;
        },
        testing ? Testing.YES : Testing.NO,
        trust);
  }

  private Asked.Signature verified(
      AskableSignature one, StatedBy.Statement statement, ReceivedMessage message, Instant now) {
    var reason = statement.reason().orElse(statement.outcome());
    var outcome =
        switch (statement.outcome()) {
          case "found" -> outcome(one, statement.record().orElse(""), message, now);
          case "no-key", "contradicted" -> new Asked.Outcome.NoKey(reason);
          case "not-said" -> new Asked.Outcome.NotSaid();
          default -> new Asked.Outcome.NotNow(reason);
        };
    return new Asked.Signature(
        one.domain(),
        one.selector(),
        outcome,
        statement
            .source()
            .map(
                source ->
                    switch (source) {
                      case SMTP -> Asked.Way.KEYWORD;
                      case HTTPS -> Asked.Way.HTTPS;
                    }),
        statement.trust());
  }

  private static Asked.Signature signature(
      AskableSignature one, Asked.Outcome outcome, Optional<TrustLevel> trust) {
    return new Asked.Signature(one.domain(), one.selector(), outcome, Optional.empty(), trust);
  }

  /** The same verifier as for keys of the DNS, with this one key. */
  private Asked.Outcome outcome(
      AskableSignature one, String keyRecord, ReceivedMessage message, Instant now) {
    KeyRecordSource keys =
        (selector, domain) ->
            selector.equals(one.selector()) && domain.equals(one.domain())
                ? new DnsAnswer.Found<>(List.of(keyRecord), Duration.ZERO, DnssecStatus.NOT_PROVEN)
                : new DnsAnswer.NoSuchDomain<>(Duration.ZERO);
    var circumstances = new DkimVerifier.Circumstances(now, new OperationBudget(OPERATIONS));
    return dkim.verify(message.headerSection(), message.bodyDigests(), keys, circumstances).stream()
        .filter(result -> result.claims().fieldIndex() == one.fieldIndex())
        .findFirst()
        .map(
            result ->
                switch (result.outcome()) {
                  case DkimOutcome.Success _ -> new Asked.Outcome.Valid();
                  case DkimOutcome.Failure(var defect, var reason) ->
                      isOfTheKey(defect)
                          ? new Asked.Outcome.NoKey(reason)
                          : (Asked.Outcome) new Asked.Outcome.Invalid(reason);
                })
        .orElseGet(() -> new Asked.Outcome.Invalid("the signature was not looked at"));
  }

  private static boolean isOfTheKey(DkimDefect defect) {
    return switch (defect) {
      case NO_KEY_RECORD,
          SEVERAL_KEY_RECORDS,
          MALFORMED_KEY_RECORD,
          KEY_REVOKED,
          KEY_TYPE_MISMATCH,
          KEY_FORBIDS_HASH,
          KEY_FORBIDS_SERVICE,
          KEY_FORBIDS_SUBDOMAIN,
          UNUSABLE_KEY,
          KEY_TOO_LARGE ->
          true;
      default -> false;
    };
  }
}
