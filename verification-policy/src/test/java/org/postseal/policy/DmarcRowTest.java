package org.postseal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dmarc.DmarcOutcome;
import org.postseal.authentication.dmarc.DmarcRecord;
import org.postseal.authentication.dmarc.DmarcResult;
import org.postseal.authentication.dmarc.Policy;
import org.postseal.authentication.dmarc.PublishedPolicy;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.spf.SpfIdentity;
import org.postseal.authentication.spf.SpfOutcome;
import org.postseal.authentication.spf.SpfResult;
import org.postseal.policy.IndirectFlow.Proven;
import org.postseal.policy.IndirectFlow.Sign;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.Mode;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.Verdict.Action;

/** A direct message that fails DMARC, with one thing changed. */
class DmarcRowTest {
  private static final DomainName BANK = DomainName.of("bank.example");
  private static final DmarcOutcome FAIL = new DmarcOutcome.Fail();
  private static final DmarcOutcome AWAY = new DmarcOutcome.TemporaryError("SERVFAIL");
  private static final IndirectFlow.Known DIRECT = new IndirectFlow.None();
  private static final Standing UNKNOWN = new Standing.Read(Optional.empty(), Optional.empty());

  @ParameterizedTest
  @CsvSource({
    "REJECT, n, REJECT, dmarc-reject",
    "REJECT, y, QUARANTINE, dmarc-quarantine",
    "QUARANTINE, n, QUARANTINE, dmarc-quarantine",
    "QUARANTINE, y, ACCEPT, accept",
    "NONE, n, ACCEPT, accept",
  })
  void doesWhatThePolicyAsksAndLessInTestMode(Policy policy, String t, Action action, String rule) {
    var decision = decide(dmarc(FAIL, policy, t, Optional.empty()), DIRECT);
    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.rule()).isEqualTo(rule);
  }

  @Test
  void theReplyNamesDomainAndRule() {
    assertThat(decide(rejecting(FAIL), DIRECT).reply())
        .hasToString("550 5.7.26 bank.example asks to reject what fails DMARC (rule dmarc-reject)");
  }

  @ParameterizedTest
  @EnumSource(Sign.class)
  void quarantinesWhatSomebodyProvablyPassedOn(Sign sign) {
    assertThat(decide(rejecting(FAIL), new Proven(sign)).action()).isEqualTo(Action.QUARANTINE);
  }

  @ParameterizedTest
  @EnumSource(Sign.class)
  void defersWhatSomebodyMayHavePassedOn(Sign sign) {
    var flow = undecided(DIRECT, sign);
    assertDeferred("4.7.5", decide(rejecting(FAIL), flow));
    for (var policy : List.of(Policy.QUARANTINE, Policy.NONE)) {
      var result = dmarc(FAIL, policy, "n", Optional.empty());
      assertThat(decide(result, flow)).as("no difference").isEqualTo(decide(result, DIRECT));
    }
    assertThat(decide(rejecting(FAIL), undecided(new Proven(Sign.LIST), sign)).action())
        .as("no difference either")
        .isEqualTo(Action.QUARANTINE);
  }

  /** Its list is proven; a trusted forwarder would do more for a domain that is ours. */
  @Test
  void whatMayDoMoreThanWhatIsProvenLeavesOurOwnDomainOpen() {
    var evaluation = evaluation(rejecting(new DmarcOutcome.None("none")));
    var flow = undecided(new Proven(Sign.LIST), Sign.FORWARDER);
    assertDeferred(
        "4.7.5", DecisionTable.decide(new Findings(evaluation, ours(), flow), Mode.ENFORCE));
    var away = evaluation(rejecting(new DmarcOutcome.None("none")), keyAway("bank.example"));
    assertDeferred(
        "4.7.5",
        DecisionTable.decide(new Findings(away, ours(), new Proven(Sign.LIST)), Mode.ENFORCE));
  }

  @Test
  void whatNoPolicyCouldChangeIsNotDeferred() {
    assertThat(decide(dmarc(AWAY, Policy.NONE, "n", Optional.empty()), DIRECT).action())
        .isEqualTo(Action.ACCEPT);
    assertDeferred("4.4.3", decide(dmarc(AWAY, Policy.QUARANTINE, "n", Optional.empty()), DIRECT));
  }

  @Test
  void whatIsQuarantinedIsKeptOrMarked() {
    var decision = decide(dmarc(FAIL, Policy.QUARANTINE, "n", Optional.empty()), DIRECT);
    assertThat(Quarantine.KEEP.carriedOut(decision)).isEqualTo(decision);
    assertThat(Quarantine.KEEP.mark(decision)).isEmpty();
    assertThat(Quarantine.MARK.carriedOut(decision)).isEqualTo(Decision.accept("dmarc-quarantine"));
    var results = new AuthenticationResults("mx", List.of());
    assertThat(results.with(Quarantine.MARK.mark(decision).orElseThrow()).value())
        .isEqualTo("mx; x-postseal-quarantine=policy reason=\"dmarc-quarantine\"");
    var refused = decide(rejecting(FAIL), DIRECT);
    assertThat(Quarantine.MARK.carriedOut(refused)).isEqualTo(refused);
    assertThat(Quarantine.MARK.mark(refused)).isEmpty();
  }

  @Test
  void whatPassesOrHasNoPolicyIsAccepted() {
    assertThat(decide(rejecting(new DmarcOutcome.Pass()), DIRECT).action())
        .isEqualTo(Action.ACCEPT);
    assertThat(decide(rejecting(new DmarcOutcome.None("none")), DIRECT).action())
        .isEqualTo(Action.ACCEPT);
  }

  @Test
  void defersWhereTheOutcomeDependsOnWhatCouldNotBeFetched() {
    assertDeferred("4.4.3", decide(rejecting(AWAY), DIRECT));
    var undecided = dmarc(FAIL, Policy.REJECT, "n", Optional.of(BANK));
    assertDeferred("4.4.3", decide(undecided, DIRECT));
    assertDeferred("4.7.5", decide(undecided, DIRECT, keyAway("bank.example")));
    assertThat(decide(dmarc(FAIL, Policy.NONE, "n", Optional.of(BANK)), DIRECT).action())
        .isEqualTo(Action.ACCEPT);
  }

  @Test
  void theReplySaysWhoseKeyIsAwayOnlyWhereItIs() {
    var undecided = dmarc(FAIL, Policy.REJECT, "n", Optional.of(BANK));
    assertDeferred("4.4.3", decide(undecided, DIRECT, keyAway("other.example")));
    var altered =
        dkim("bank.example", new DkimOutcome.Failure(DkimDefect.BODY_HASH_MISMATCH, "altered"));
    assertDeferred("4.4.3", decide(undecided, DIRECT, altered));
    assertDeferred("4.7.5", decide(undecided, DIRECT, altered, keyAway("bank.example")));
  }

  @Test
  void noPolicyCanObjectToTheAuthorDomainsOwnSignature() {
    assertThat(decide(rejecting(AWAY), DIRECT, signed("bank.example")).action())
        .isEqualTo(Action.ACCEPT);
    assertDeferred("4.4.3", decide(rejecting(AWAY), DIRECT, signed("other.example")));
  }

  @Test
  void whoTakesNoMailSendsNone() {
    var evaluation = evaluation(rejecting(new DmarcOutcome.Pass())).withNullMx(List.of(BANK));
    var decision = DecisionTable.decide(new Findings(evaluation, UNKNOWN), Mode.ENFORCE);
    assertThat(decision.reply())
        .hasToString("550 5.7.27 bank.example says that it takes no mail (rule null-mx)");
  }

  @ParameterizedTest
  @CsvSource({"LIST, QUARANTINE", "FORWARDER, ACCEPT", "SEALER, ACCEPT"})
  void ourOwnMailMayComeBackThroughOthers(Sign sign, Action action) {
    var evaluation = evaluation(rejecting(new DmarcOutcome.None("none")));
    var findings = new Findings(evaluation, ours(), new Proven(sign));
    assertThat(DecisionTable.decide(findings, Mode.ENFORCE).action()).isEqualTo(action);
    var direct = new Findings(evaluation, ours(), DIRECT);
    assertThat(DecisionTable.decide(direct, Mode.ENFORCE).action()).isEqualTo(Action.REJECT);
  }

  @Test
  void whatCouldNotBeFetchedOfAForwarderOrListMayBeASign() {
    var list = HeaderSection.parse("List-Id: Us <us.lists.example.org>\r\n");
    var plain = HeaderSection.parse("X: y\r\n");
    var forwarder = forwarder(DomainName.of("example.org"));
    var away = evaluation(rejecting(FAIL), keyAway("example.org"));
    assertUndecided(Sign.LIST, Intermediaries.NONE.flow(away, list));
    assertUndecided(Sign.FORWARDER, forwarder.flow(away, plain));
    assertThat(Intermediaries.NONE.flow(away, plain)).isEqualTo(DIRECT);
    var signed = evaluation(rejecting(FAIL), keyAway("example.org"), signed("example.org"));
    assertThat(forwarder.flow(signed, plain)).isEqualTo(new Proven(Sign.FORWARDER));
    var sent =
        evaluation(rejecting(FAIL))
            .with(
                new SpfResult(
                    SpfIdentity.MAIL_FROM,
                    DomainName.parse("example.org"),
                    new SpfOutcome.TemporaryError("SERVFAIL")));
    assertUndecided(Sign.FORWARDER, forwarder.flow(sent, plain));
    assertThat(missing(forwarder.flow(sent, plain))).isEqualTo(Row.Source.RECORD);
    assertThat(missing(forwarder.flow(away, plain))).isEqualTo(Row.Source.KEY);
    assertThat(Intermediaries.NONE.flow(sent, list)).isEqualTo(DIRECT);
  }

  private static Row.Source missing(IndirectFlow flow) {
    return ((IndirectFlow.Undecided) flow).missing().source();
  }

  private static void assertUndecided(Sign sign, IndirectFlow flow) {
    assertThat(flow)
        .isInstanceOfSatisfying(
            IndirectFlow.Undecided.class, open -> assertThat(open.open()).containsExactly(sign));
  }

  private static IndirectFlow undecided(IndirectFlow.Known known, Sign open) {
    return new IndirectFlow.Undecided(
        known, List.of(open), new Row.Missing(Row.Source.KEY, "a key could not be fetched"));
  }

  private static Standing ours() {
    return new Standing.Read(
        Optional.empty(),
        Optional.of(
            new DomainEntry(
                BANK.ascii(), true, true, SigningPolicy.NONE, false, Optional.empty())));
  }

  @Test
  void onlyWhatIsAuthenticatedIsASign() {
    var list = HeaderSection.parse("List-Id: Us <us.lists.example.org>\r\n");
    var byList = evaluation(rejecting(FAIL), signed("example.org"));
    assertThat(Intermediaries.NONE.flow(byList, list)).isEqualTo(new Proven(Sign.LIST));
    assertThat(Intermediaries.NONE.flow(evaluation(rejecting(FAIL)), list)).isEqualTo(DIRECT);
    assertThat(forwarder(DomainName.of("example.org")).flow(byList, list))
        .isEqualTo(new Proven(Sign.FORWARDER));
    assertThat(forwarder(BANK).flow(byList, HeaderSection.parse("X: y\r\n"))).isEqualTo(DIRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<us.example.net>",
        "us.lists.example.org",
        "<>",
        "<us.lists.example.org>\r\nList-Id: <us.lists.example.org>",
        "<us.lists.evilexample.org>"
      })
  void aListIdOfAnotherDomainIsNoSign(String listId) {
    var section = HeaderSection.parse("List-Id: " + listId + "\r\n");
    assertThat(
            Intermediaries.NONE.flow(evaluation(rejecting(FAIL), signed("example.org")), section))
        .isEqualTo(DIRECT);
  }

  private static Intermediaries forwarder(DomainName domain) {
    return new Intermediaries(Set.of(domain), Set.of());
  }

  private static void assertDeferred(String status, Decision decision) {
    assertThat(decision.action()).isEqualTo(Action.DEFER);
    assertThat(decision.rule()).isEqualTo("could-not-fetch");
    assertThat(decision.reply().toString()).startsWith("451 " + status + " ");
  }

  private static Decision decide(DmarcResult dmarc, IndirectFlow flow, DkimResult... signatures) {
    var findings = new Findings(evaluation(dmarc, signatures), UNKNOWN, flow);
    return DecisionTable.decide(findings, Mode.ENFORCE);
  }

  private static Evaluation evaluation(DmarcResult dmarc, DkimResult... signatures) {
    return Evaluation.of(new Author.One(BANK), Optional.empty(), List.of(signatures)).with(dmarc);
  }

  private static DmarcResult rejecting(DmarcOutcome outcome) {
    return dmarc(outcome, Policy.REJECT, "n", Optional.empty());
  }

  private static DmarcResult dmarc(
      DmarcOutcome outcome, Policy policy, String t, Optional<DomainName> undecided) {
    var read = DmarcRecord.parse("v=DMARC1; p=" + policy.word() + "; t=" + t);
    return new DmarcResult(
        Optional.of(BANK),
        Optional.of(BANK),
        Optional.of(new PublishedPolicy(BANK, read, policy)),
        new DmarcResult.Alignment(Optional.empty(), Optional.empty(), undecided),
        outcome);
  }

  private static DkimResult signed(String domain) {
    return dkim(domain, new DkimOutcome.Success());
  }

  private static DkimResult keyAway(String domain) {
    return dkim(domain, new DkimOutcome.Failure(DkimDefect.KEY_UNAVAILABLE, "SERVFAIL"));
  }

  private static DkimResult dkim(String domain, DkimOutcome outcome) {
    return new DkimResult(
        new DkimResult.Claims(
            0,
            DomainName.parse(domain),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "abc"),
        OptionalInt.of(2048),
        false,
        List.of(),
        outcome);
  }
}
