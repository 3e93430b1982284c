package org.postseal.authentication.authresults;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.arc.ArcOutcome;
import org.postseal.authentication.arc.ArcResult;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dmarc.DmarcResult;
import org.postseal.authentication.domainkeys.DomainKeysOutcome;
import org.postseal.authentication.domainkeys.DomainKeysResult;
import org.postseal.authentication.domainkeys.DomainPolicy;
import org.postseal.authentication.spf.SpfResult;

/** The mapping from an evaluation to what is reported of it. */
final class ReportedResults {
  /** RFC 6008 §4: so many characters of {@code b=} tell the signatures of a message apart. */
  private static final int SIGNATURE_PREFIX = 8;

  private ReportedResults() {}

  /** Every result of the evaluation, in the order in which they are reported. */
  static List<MethodResult> of(Evaluation evaluation) {
    var results = new ArrayList<MethodResult>();
    evaluation.spf().ifPresent(spf -> results.add(of(spf)));
    if (evaluation.dkim().isEmpty()) {
      results.add(new MethodResult("dkim", ResultWord.NONE, Optional.empty(), List.of()));
    }
    boolean tooMany = false;
    for (DkimResult dkim : evaluation.dkim()) {
      boolean beyond = isBeyondLimit(dkim);
      if (!beyond || !tooMany) {
        results.add(of(dkim));
      }
      tooMany |= beyond;
    }
    evaluation
        .domainKeys()
        .filter(ReportedResults::isWorthReporting)
        .ifPresent(result -> results.add(of(result)));
    evaluation
        .arc()
        .filter(arc -> !(arc.outcome() instanceof ArcOutcome.None))
        .ifPresent(arc -> results.add(of(arc)));
    evaluation.dmarc().ifPresent(dmarc -> results.add(of(dmarc)));
    return results;
  }

  /** Of the signatures that were not looked at one stands for all: there may be a thousand. */
  private static boolean isBeyondLimit(DkimResult dkim) {
    return dkim.outcome() instanceof DkimOutcome.Failure(var defect, _)
        && defect == DkimDefect.TOO_MANY_SIGNATURES;
  }

  /** RFC 8601 §2.7.2. */
  private static MethodResult of(SpfResult spf) {
    var name =
        switch (spf.identity()) {
          case MAIL_FROM -> "smtp.mailfrom";
          case HELO -> "smtp.helo";
        };
    return new MethodResult(
        "spf",
        ResultWord.of(spf.outcome()),
        spf.outcome().why(),
        spf.domain().map(domain -> List.of(new Property(name, domain.ascii()))).orElse(List.of()));
  }

  /** RFC 9989 §9.1: the author domain, and the policy once test mode is taken into account. */
  private static MethodResult of(DmarcResult dmarc) {
    var properties = new ArrayList<Property>();
    dmarc.authorDomain().ifPresent(d -> properties.add(new Property("header.from", d.ascii())));
    dmarc
        .published()
        .ifPresent(p -> properties.add(new Property("policy.dmarc", p.wanted().word())));
    return new MethodResult(
        "dmarc", ResultWord.of(dmarc.outcome()), dmarc.outcome().why(), properties);
  }

  /** RFC 8617 §7.2: how far back the message is as it was. */
  private static MethodResult of(ArcResult arc) {
    List<Property> properties =
        arc.outcome() instanceof ArcOutcome.Pass(int oldestPass)
            ? List.of(new Property("header.oldest-pass", String.valueOf(oldestPass)))
            : List.of();
    return new MethodResult("arc", ResultWord.of(arc.outcome()), arc.outcome().why(), properties);
  }

  private static MethodResult of(DkimResult dkim) {
    Optional<String> reason =
        switch (dkim.outcome()) {
          case DkimOutcome.Success _ -> Optional.empty();
          case DkimOutcome.Failure(_, String text) -> Optional.of(text);
        };
    var properties = new ArrayList<Property>();
    DkimResult.Claims claims = dkim.claims();
    claims.domain().ifPresent(d -> properties.add(new Property("header.d", d.ascii())));
    claims.identity().ifPresent(i -> properties.add(new Property("header.i", i)));
    claims.selector().ifPresent(s -> properties.add(new Property("header.s", s.ascii())));
    claims.algorithm().ifPresent(a -> properties.add(new Property("header.a", a)));
    if (!claims.signature().isEmpty()) {
      String b = claims.signature();
      properties.add(
          new Property("header.b", b.substring(0, Math.min(SIGNATURE_PREFIX, b.length()))));
    }
    return new MethodResult("dkim", ResultWord.of(dkim.outcome()), reason, properties);
  }

  /** That a message has no such signature is worth a word only if its domain promised one. */
  private static boolean isWorthReporting(DomainKeysResult result) {
    return result.outcome() != DomainKeysOutcome.NO_SIGNATURE || signsAll(result).isPresent();
  }

  private static Optional<DomainPolicy> signsAll(DomainKeysResult result) {
    return result.policy().filter(policy -> policy.outbound() == DomainPolicy.Outbound.SIGNS_ALL);
  }

  private static MethodResult of(DomainKeysResult result) {
    var properties = new ArrayList<Property>();
    result.domain().ifPresent(d -> properties.add(new Property("header.d", d.ascii())));
    result.selector().ifPresent(s -> properties.add(new Property("header.s", s.ascii())));
    Optional<String> promise =
        signsAll(result).map(policy -> policy.domain() + " says that it signs all its mail");
    return new MethodResult(
        "domainkeys",
        ResultWord.of(result.outcome()),
        result.reason().or(() -> promise),
        properties);
  }
}
