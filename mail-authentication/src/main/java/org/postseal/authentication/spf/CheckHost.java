package org.postseal.authentication.spf;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.spf.SpfOutcome.None;
import org.postseal.authentication.spf.SpfOutcome.PermanentError;
import org.postseal.authentication.spf.SpfOutcome.TemporaryError;
import org.postseal.authentication.spf.TargetNames.Target;

/**
 * {@code check_host()}, RFC 7208 §4, for one sender; the limits count over all it recurses into.
 */
final class CheckHost {
  /** RFC 7208 §4.7. */
  private static final SpfOutcome NOTHING_MATCHED = new SpfOutcome.Neutral(Optional.empty());

  private final Dns dns;
  private final SpfLimits limits;
  private final TargetNames targets;
  private final Mechanisms mechanisms;

  CheckHost(Dns dns, SpfLimits limits, SpfQuestion question, Sender sender) {
    this.dns = dns;
    this.limits = limits;
    var reverseNames = new ReverseNames(dns, question.client(), limits.pointers());
    var expansion = new MacroExpansion(question, sender, reverseNames, limits.expansion());
    this.targets = new TargetNames(expansion);
    this.mechanisms =
        new Mechanisms(dns, limits, question.client(), reverseNames, targets, this::included);
  }

  /**
   * How a record was evaluated to its end.
   *
   * @param domain whose record had the last word
   * @param explanation the {@code exp=} of that record
   */
  private record Ended(SpfOutcome outcome, DomainName domain, Optional<DomainSpec> explanation) {}

  SpfOutcome check(DomainName domain) {
    Ended ended = evaluate(domain);
    return ended.outcome() instanceof SpfOutcome.Fail(var matched, _)
        ? new SpfOutcome.Fail(matched, explanation(ended))
        : ended.outcome();
  }

  /** RFC 7208 §5.2: the explanation of an included record is not used. */
  private SpfOutcome included(DomainName domain) {
    return evaluate(domain).outcome();
  }

  private Ended evaluate(DomainName domain) {
    // RFC 7208 §4.3
    if (domain.labels().size() < 2) {
      return ended(new None("the domain has a single label"), domain);
    }
    // RFC 7208 §4.4
    return switch (dns.txt(domain)) {
      case DnsAnswer.Unavailable<String>(var reason) ->
          ended(temporary("TXT", domain, reason), domain);
      case DnsAnswer.NoSuchDomain<String> _ -> ended(new None(domain + " does not exist"), domain);
      case DnsAnswer.NoRecords<String> _ -> ended(noPolicy(domain), domain);
      case DnsAnswer.Found<String>(var texts, _, _) -> evaluate(texts, domain);
    };
  }

  /** RFC 7208 §4.5: selects the record. */
  private Ended evaluate(List<String> texts, DomainName domain) {
    var records = texts.stream().filter(SpfRecord::isSpf).toList();
    if (records.isEmpty()) {
      return ended(noPolicy(domain), domain);
    }
    if (records.size() > 1) {
      return ended(new PermanentError(domain + " has several SPF records"), domain);
    }
    if (records.getFirst().length() > limits.recordLength()) {
      return ended(
          new PermanentError(
              "the SPF record of " + domain + " is longer than " + limits.recordLength()),
          domain);
    }
    return switch (SpfRecord.parse(records.getFirst())) {
      case SpfRecord.Parsed.Malformed(var reason) ->
          ended(new PermanentError(reason + " in the record of " + domain), domain);
      case SpfRecord.Parsed.WellFormed(var spfRecord) -> evaluate(spfRecord, domain);
    };
  }

  /** RFC 7208 §4.6.2: left to right, until one matches. */
  private Ended evaluate(SpfRecord spfRecord, DomainName domain) {
    for (Directive directive : spfRecord.directives()) {
      switch (mechanisms.match(directive.mechanism(), domain)) {
        case Match.Matches _ -> {
          return new Ended(meaning(directive), domain, spfRecord.explanation());
        }
        case Match.Ends(var outcome) -> {
          return ended(outcome, domain);
        }
        case Match.NotThis _ -> {}
      }
    }
    return spfRecord
        .redirect()
        .map(target -> redirected(target, domain))
        .orElseGet(() -> ended(NOTHING_MATCHED, domain));
  }

  private static SpfOutcome meaning(Directive directive) {
    var mechanism = directive.mechanism();
    return switch (directive.qualifier()) {
      case PASS -> new SpfOutcome.Pass(mechanism);
      case FAIL -> new SpfOutcome.Fail(mechanism, Optional.empty());
      case SOFTFAIL -> new SpfOutcome.SoftFail(mechanism);
      case NEUTRAL -> new SpfOutcome.Neutral(Optional.of(mechanism));
    };
  }

  /**
   * RFC 7208 §6.1: the target's result is ours, except that a target without policy is an error.
   */
  private Ended redirected(DomainSpec spec, DomainName domain) {
    if (mechanisms.beyondTerms()) {
      return ended(Mechanisms.tooManyTerms(limits), domain);
    }
    return switch (targets.target(spec, domain)) {
      case Target.Name(var name) -> redirected(name, domain);
      case Target.MatchesNothing _ -> ended(NOTHING_MATCHED, domain);
      case Target.Unaskable _, Target.TooLong _ ->
          ended(new PermanentError("redirect to what is no domain name"), domain);
    };
  }

  private Ended redirected(DomainName target, DomainName domain) {
    Ended there = evaluate(target);
    return there.outcome() instanceof None
        ? ended(new PermanentError("redirect to " + target + ", which has no policy"), domain)
        : there;
  }

  /** RFC 7208 §6.2: whatever is wrong with the explanation, the result stays as it is. */
  private Optional<String> explanation(Ended ended) {
    if (ended.explanation().isEmpty()
        || !(targets.target(ended.explanation().get(), ended.domain())
            instanceof Target.Name(var name))
        || !(dns.txt(name) instanceof DnsAnswer.Found<String>(var texts, _, _))
        || texts.size() != 1
        || texts.getFirst().length() > limits.expansion()) {
      return Optional.empty();
    }
    return MacroParser.explainString(texts.getFirst())
        .flatMap(text -> targets.explanation(text, ended.domain()));
  }

  private static Ended ended(SpfOutcome outcome, DomainName domain) {
    return new Ended(outcome, domain, Optional.empty());
  }

  private static SpfOutcome noPolicy(DomainName domain) {
    return new None(domain + " has no SPF record");
  }

  static SpfOutcome temporary(String type, DomainName name, String reason) {
    return new TemporaryError(type + " of " + name + ": " + Printable.shortened(reason, 200));
  }
}
