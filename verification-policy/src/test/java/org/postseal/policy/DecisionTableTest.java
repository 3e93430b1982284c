package org.postseal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.Mode;
import org.postseal.topics.DomainEntry.SigningPolicy;
import org.postseal.topics.Verdict.Action;

/** Each case is a genuine message of a domain that signs everything, with one thing changed. */
class DecisionTableTest {
  private static final DomainName BANK = DomainName.of("bank.example");
  private static final Author AUTHOR = new Author.One(BANK);
  private static final DkimResult GENUINE = valid("bank.example");
  private static final Standing SIGNS_ALL = standing(entry(SigningPolicy.ALL, false, false));
  private static final Standing NOTHING_KNOWN =
      new Standing.Read(Optional.empty(), Optional.empty());
  private static final Standing OURS = standing(entry(SigningPolicy.NONE, false, true));

  @Test
  void acceptsTheGenuineMessage() {
    assertThat(decide(AUTHOR, SIGNS_ALL, GENUINE)).isEqualTo(Decision.accept("accept"));
    assertThat(decide(AUTHOR, SIGNS_ALL, GENUINE).reply()).hasToString("250 2.0.0");
  }

  @Test
  void refusesABlockedDomain() {
    var decision =
        decide(
            AUTHOR,
            new Standing.Read(
                Optional.of(new Standing.Blocked.Domain(BANK)),
                Optional.of(entry(SigningPolicy.ALL, false, false))),
            GENUINE);
    assertThat(decision.action()).isEqualTo(Action.REJECT);
    assertThat(decision.reply())
        .hasToString("550 5.7.1 no mail from bank.example is taken here (rule blocklist)");
  }

  @Test
  void refusesWhatHasNoSingleAuthorDomain() {
    assertRejected("from-absent", "5.6.0", decide(new Author.None(), SIGNS_ALL, GENUINE));
    assertRejected("from-repeated", "5.6.0", decide(new Author.Repeated(), SIGNS_ALL, GENUINE));
    assertRejected(
        "from-malformed", "5.6.0", decide(new Author.Malformed("no @"), SIGNS_ALL, GENUINE));
    assertRejected(
        "from-several",
        "5.7.1",
        decide(
            new Author.Several(List.of(BANK, DomainName.of("other.example"))), SIGNS_ALL, GENUINE));
  }

  @ParameterizedTest
  @EnumSource(ContentDefect.class)
  void refusesWhatWasCutAtALimitOrReadersCouldSeeDifferently(ContentDefect defect) {
    var decision =
        DecisionTable.decide(
            new Findings(new Evaluation(AUTHOR, Optional.of(defect), List.of(GENUINE)), SIGNS_ALL),
            Mode.ENFORCE);
    switch (defect) {
      case HEADER_SECTION_TOO_LARGE, TOO_MANY_HEADER_FIELDS ->
          assertRejected("content-limit", "5.6.0", decision);
      case MALFORMED_LINE, BARE_LINE_END -> assertRejected("header-malformed", "5.6.0", decision);
      case NO_HEADER_FIELD -> assertThat(decision.action()).isEqualTo(Action.ACCEPT);
    }
  }

  @Test
  void refusesOurOwnDomainWithoutOurSignature() {
    assertThat(decide(AUTHOR, OURS, GENUINE).action()).isEqualTo(Action.ACCEPT);
    assertRejected("own-domain", "5.7.26", decide(AUTHOR, OURS));
    assertRejected("own-domain", "5.7.26", decide(AUTHOR, OURS, valid("other.example")));
    assertRejected(
        "own-domain", "5.7.26", decide(AUTHOR, OURS, failed(DkimDefect.BODY_HASH_MISMATCH)));
  }

  @Test
  void refusesUnsignedMailOfADomainThatSignsEverything() {
    assertRejected("signing-policy", "5.7.20", decide(AUTHOR, SIGNS_ALL));
    assertRejected(
        "signing-policy",
        "5.7.20",
        decide(AUTHOR, SIGNS_ALL, failed(DkimDefect.SIGNATURE_MISMATCH)));
    assertRejected("signing-policy", "5.7.22", decide(AUTHOR, SIGNS_ALL, valid("other.example")));
    assertThat(decide(AUTHOR, SIGNS_ALL, valid("other.example"), GENUINE).action())
        .isEqualTo(Action.ACCEPT);
  }

  @ParameterizedTest
  @CsvSource({"ALL,true", "SOME,false", "NONE,false"})
  void enforcesNoPolicyThatIsTestedOrPromisesLess(SigningPolicy policy, boolean testing) {
    var standing = standing(entry(policy, testing, false));
    assertThat(decide(AUTHOR, standing)).isEqualTo(Decision.accept("accept"));
    assertThat(decide(AUTHOR, NOTHING_KNOWN)).isEqualTo(Decision.accept("accept"));
  }

  @ParameterizedTest
  @CsvSource({
    "mail.bank.example, bank.example, true",
    "bank.example, bank.example, true",
    "bank.example, mail.bank.example, false",
    "bank.example, example, false",
    "bank.example, evilbank.example, false",
    "evilbank.example, bank.example, false",
  })
  void alignsTheAuthorDomainAndItsParents(String author, String signing, boolean aligned) {
    assertThat(Alignment.isAligned(DomainName.of(signing), DomainName.of(author)))
        .isEqualTo(aligned);
  }

  @Test
  void defersOnlyIfTheOutcomeDependsOnAMissingKey() {
    var keyAway = failed(DkimDefect.KEY_UNAVAILABLE);
    for (var standing : List.of(SIGNS_ALL, OURS)) {
      var deferred = decide(AUTHOR, standing, keyAway);
      assertThat(deferred.action()).isEqualTo(Action.DEFER);
      assertThat(deferred.rule()).isEqualTo("could-not-fetch");
      assertThat(deferred.reply().toString()).startsWith("451 4.7.5 ");
      assertThat(decide(AUTHOR, standing, keyAway, GENUINE).action()).isEqualTo(Action.ACCEPT);
    }
    assertThat(decide(AUTHOR, NOTHING_KNOWN, keyAway).action()).isEqualTo(Action.ACCEPT);
    var strangersKeyAway = result("other.example", failure(DkimDefect.KEY_UNAVAILABLE));
    assertRejected("signing-policy", "5.7.20", decide(AUTHOR, SIGNS_ALL, strangersKeyAway));
    var blocked =
        new Standing.Read(
            Optional.of(new Standing.Blocked.Domain(BANK)),
            Optional.of(entry(SigningPolicy.ALL, false, false)));
    assertRejected("blocklist", "5.7.1", decide(AUTHOR, blocked, keyAway));
  }

  @Test
  void defersUntilTheRegistryHasBeenRead() {
    var decision = decide(AUTHOR, new Standing.NotRead(), GENUINE);
    assertThat(decision.action()).isEqualTo(Action.DEFER);
    assertThat(decision.rule()).isEqualTo("could-not-fetch");
  }

  @Test
  void monitorModeNamesTheRuleAndRefusesNothing() {
    var findings = findings(AUTHOR, SIGNS_ALL);
    assertThat(DecisionTable.decide(findings, Mode.MONITOR))
        .isEqualTo(Decision.accept("signing-policy"));
    var undecided = findings(AUTHOR, SIGNS_ALL, failed(DkimDefect.KEY_UNAVAILABLE));
    assertThat(DecisionTable.decide(undecided, Mode.MONITOR))
        .isEqualTo(Decision.accept("could-not-fetch"));
  }

  private static void assertRejected(String rule, String status, Decision decision) {
    assertThat(decision.action()).isEqualTo(Action.REJECT);
    assertThat(decision.rule()).isEqualTo(rule);
    assertThat(decision.reply().toString())
        .startsWith("550 " + status + " ")
        .endsWith("(rule " + rule + ")")
        .hasSizeLessThan(512);
  }

  private static Decision decide(Author author, Standing standing, DkimResult... signatures) {
    return DecisionTable.decide(findings(author, standing, signatures), Mode.ENFORCE);
  }

  private static Findings findings(Author author, Standing standing, DkimResult... signatures) {
    return new Findings(new Evaluation(author, Optional.empty(), List.of(signatures)), standing);
  }

  private static Standing standing(DomainEntry entry) {
    return new Standing.Read(Optional.empty(), Optional.of(entry));
  }

  private static DomainEntry entry(SigningPolicy policy, boolean testing, boolean signed) {
    return new DomainEntry(BANK.ascii(), false, signed, policy, testing, Optional.empty());
  }

  private static DkimResult valid(String domain) {
    return result(domain, new DkimOutcome.Success());
  }

  private static DkimResult failed(DkimDefect defect) {
    return result(BANK.ascii(), failure(defect));
  }

  private static DkimOutcome failure(DkimDefect defect) {
    return new DkimOutcome.Failure(defect, "because");
  }

  private static DkimResult result(String domain, DkimOutcome outcome) {
    return new DkimResult(
        new DkimResult.Claims(
            0,
            DomainName.parse(domain),
            Selector.parse("s1"),
            Optional.of("@" + domain),
            Optional.of("rsa-sha256"),
            "abc"),
        OptionalInt.of(2048),
        false,
        List.of(),
        outcome);
  }
}
