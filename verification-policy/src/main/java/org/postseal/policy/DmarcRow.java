package org.postseal.policy;

import java.util.List;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dmarc.DmarcOutcome;
import org.postseal.authentication.dmarc.DmarcResult;
import org.postseal.authentication.dmarc.Policy;
import org.postseal.authentication.dmarc.PublishedPolicy;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.spf.SpfResult;
import org.postseal.policy.Row.Outcome;

/**
 * The author domain's published policy. RFC 9989 §7.4 forbids to reject for p=reject alone, because
 * of mail that others pass on; so there must be no authenticated sign of that.
 */
final class DmarcRow {
  private static final Outcome.Certain PASSES = new Outcome.Passes();

  private DmarcRow() {}

  static Outcome dmarc(Findings findings) {
    return findings.evaluation().dmarc().map(result -> outcome(result, findings)).orElse(PASSES);
  }

  private static Outcome outcome(DmarcResult result, Findings findings) {
    return switch (result.outcome()) {
      case DmarcOutcome.Pass _, DmarcOutcome.None _, DmarcOutcome.PermanentError _ -> PASSES;
      case DmarcOutcome.Fail _ -> unlessProven(failed(result, findings), result, findings);
      case DmarcOutcome.TemporaryError _ -> notKnown(result, findings);
    };
  }

  /**
   * DMARC knows DKIM by DNS and SPF, and fails all the same. But where the author domain has proven
   * to be itself and says by its key that the message is its own, there is no forgery to refuse.
   */
  private static Outcome unlessProven(Outcome fails, DmarcResult result, Findings findings) {
    var author = result.authorDomain();
    if (author.filter(findings.asked()::isProvenFor).isPresent()) {
      return PASSES;
    }
    return author.filter(findings.asked()::isOpenFor).isPresent()
            && fails instanceof Outcome.Fires fires
        ? Outcome.oneOf(
            List.of(fires, PASSES),
            new Row.Missing(
                Row.Source.KEY, "a key of " + named(result) + " could not be asked for now"))
        : fails;
  }

  /** No policy can object to the author domain's own word, and one of none objects to nothing. */
  private static Outcome notKnown(DmarcResult result, Findings findings) {
    return result.authorDomain().filter(domain -> isProven(domain, findings)).isPresent()
            || result.published().filter(DmarcRow::asksForNothing).isPresent()
        ? PASSES
        : Outcome.oneOf(
            List.of(new Outcome.Fires(rejected(result)), PASSES),
            new Row.Missing(
                Row.Source.RECORD,
                "the DMARC policy of " + named(result) + " could not be evaluated now"));
  }

  /** Nor does np, which is for the author domain if its existence is what is open. */
  private static boolean asksForNothing(PublishedPolicy published) {
    return published.wanted() == Policy.NONE
        && published.dmarcRecord().np().orElse(Policy.NONE) == Policy.NONE;
  }

  /** Whatever the policy says, it is content if the author domain itself is authenticated. */
  private static boolean isProven(DomainName domain, Findings findings) {
    var evaluation = findings.evaluation();
    return evaluation
            .spf()
            .flatMap(SpfResult::authenticatedDomain)
            .filter(domain::equals)
            .isPresent()
        || findings.asked().isProvenFor(domain)
        || evaluation.dkim().stream()
            .anyMatch(
                signature -> signature.authenticatedDomain().filter(domain::equals).isPresent());
  }

  private static Outcome failed(DmarcResult result, Findings findings) {
    var wanted = result.published().map(published -> published.wanted()).orElse(Policy.NONE);
    return switch (wanted) {
      case NONE -> PASSES;
      case QUARANTINE -> fires(result, findings, Decision.quarantine("dmarc-quarantine"));
      case REJECT ->
          Outcome.whichever(
              findings.indirectFlow(),
              flow ->
                  fires(
                      result,
                      findings,
                      switch (flow) {
                        case IndirectFlow.None _ -> rejected(result);
                        case IndirectFlow.Proven _ -> Decision.quarantine("dmarc-reject-indirect");
                      }));
    };
  }

  private static Decision rejected(DmarcResult result) {
    return Decision.reject(
        "dmarc-reject", "5.7.26", named(result) + " asks to reject what fails DMARC");
  }

  private static Outcome fires(DmarcResult result, Findings findings, Decision decision) {
    var fires = new Outcome.Fires(decision);
    return result
        .alignment()
        .undecided()
        .map(domain -> Outcome.oneOf(List.of(fires, PASSES), missing(domain, findings)))
        .orElse(fires);
  }

  private static Row.Missing missing(DomainName domain, Findings findings) {
    return isKeyAway(domain, findings)
        ? new Row.Missing(Row.Source.KEY, "a key of " + domain + " could not be fetched")
        : new Row.Missing(
            Row.Source.RECORD, "an SPF record for " + domain + " could not be fetched");
  }

  private static boolean isKeyAway(DomainName domain, Findings findings) {
    return findings.evaluation().dkim().stream()
        .filter(signature -> signature.claims().domain().filter(domain::equals).isPresent())
        .anyMatch(
            signature ->
                signature.outcome() instanceof DkimOutcome.Failure(var defect, _)
                    && defect == DkimDefect.KEY_UNAVAILABLE);
  }

  private static String named(DmarcResult result) {
    return result.authorDomain().map(DomainName::ascii).orElse("the author");
  }
}
