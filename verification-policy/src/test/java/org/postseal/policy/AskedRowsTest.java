package org.postseal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dmarc.DmarcOutcome;
import org.postseal.authentication.dmarc.DmarcRecord;
import org.postseal.authentication.dmarc.DmarcResult;
import org.postseal.authentication.dmarc.Policy;
import org.postseal.authentication.dmarc.PublishedPolicy;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;
import org.postseal.signingpolicy.Promise;
import org.postseal.signingpolicy.Testing;
import org.postseal.signingpolicy.TrustLevel;
import org.postseal.topics.DomainEntry;
import org.postseal.topics.DomainEntry.Mode;
import org.postseal.topics.DomainEntry.SigningPolicy;

/** What a domain says when it is asked itself, in the table. */
class AskedRowsTest {
  private static final DomainName BANK = DomainName.of("bank.example");
  private static final Standing UNKNOWN = new Standing.Read(Optional.empty(), Optional.empty());

  /**
   * What the domain promises (trust, promise), what became of the signature asked about (trust,
   * outcome), DMARC, and what becomes of the message.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          policy        | signature  | dmarc      | action
          -             | -          | none       | 250 accept
          T3 all        | -          | none       | 550 signing-policy 5.7.20
          T2 all        | -          | none       | 550 signing-policy 5.7.20
          T1 all        | -          | none       | 250 accept
          T0 all        | -          | none       | 250 accept
          T3 some       | -          | none       | 250 accept
          T3 none       | -          | none       | 250 accept
          T3 testing    | -          | none       | 250 accept
          T3 all        | T3 valid   | none       | 250 accept
          T3 all        | T2 valid   | none       | 250 accept
          T3 all        | T1 valid   | none       | 550 signing-policy 5.7.20
          T3 all        | T0 valid   | none       | 550 signing-policy 5.7.20
          T3 all        | T3 invalid | none       | 550 signing-policy 5.7.20
          T3 all        | T3 nokey   | none       | 550 signing-policy 5.7.20
          T3 all        | - notnow   | none       | 451 could-not-fetch 4.7.5
          T3 all        | - notsaid  | none       | 550 signing-policy 5.7.20
          T1 all        | - notnow   | none       | 250 accept
          -             | - notnow   | none       | 250 accept
          -             | T1 valid   | none       | 250 accept
          -             | T1 invalid | none       | 250 accept
          -             | T3 invalid | none       | 250 accept
          -             | T3 nokey   | none       | 250 accept
          -             | -          | reject     | 550 dmarc-reject 5.7.26
          -             | T3 valid   | reject     | 250 accept
          -             | T2 valid   | reject     | 250 accept
          -             | T1 valid   | reject     | 550 dmarc-reject 5.7.26
          -             | T3 invalid | reject     | 550 dmarc-reject 5.7.26
          -             | - notnow   | reject     | 451 could-not-fetch 4.7.5
          -             | - notnow   | quarantine | 451 could-not-fetch 4.7.5
          -             | T3 valid   | quarantine | 250 accept
          -             | T1 valid   | quarantine | 250 dmarc-quarantine
          T3 all        | T3 valid   | reject     | 250 accept
          """,
      useHeadersInDisplayName = true)
  void whatBecomesOfTheMessage(String policy, String signature, String dmarc, String action) {
    var findings =
        new Findings(evaluation(dmarc), UNKNOWN)
            .with(new Asked(signature(signature, BANK), policy(policy)));
    assertDecided(action, DecisionTable.decide(findings, Mode.ENFORCE));
  }

  private static void assertDecided(String action, Decision decision) {
    var words = action.split(" ", -1);
    assertThat(decision.rule()).isEqualTo(words[1]);
    assertThat(decision.reply().toString())
        .startsWith(words[0] + (words.length > 2 ? " " + words[2] : ""));
  }

  /** A signature of another domain says nothing for the author's; one of a parent does. */
  @ParameterizedTest
  @CsvSource({
    "bank.example, 250 accept",
    "mail.bank.example, 550 signing-policy 5.7.20",
    "other.example, 550 signing-policy 5.7.20",
    "example, 550 signing-policy 5.7.20",
  })
  void onlyAnAlignedSignatureCounts(String domain, String action) {
    var findings =
        new Findings(evaluation("none"), UNKNOWN)
            .with(new Asked(signature("T3 valid", DomainName.of(domain)), policy("T3 all")));
    assertDecided(action, DecisionTable.decide(findings, Mode.ENFORCE));
  }

  /** The domain does not know who passes its mail on; the operator is taken at his word. */
  @ParameterizedTest
  @CsvSource({
    "FORWARDER, 250 accept",
    "SEALER, 250 accept",
    "LIST, 250 signing-policy-indirect",
  })
  void whatSomebodyProvablyPassedOnIsNotRefused(IndirectFlow.Sign sign, String action) {
    var flow = new IndirectFlow.Proven(sign);
    var findings =
        new Findings(evaluation("none"), UNKNOWN, flow)
            .with(new Asked(Optional.empty(), policy("T3 all")));
    assertDecided(action, DecisionTable.decide(findings, Mode.ENFORCE));
    var operators =
        new Standing.Read(
            Optional.empty(),
            Optional.of(
                new DomainEntry(
                    BANK.ascii(), false, false, SigningPolicy.ALL, false, Optional.empty())));
    assertDecided(
        "550 signing-policy 5.7.20",
        DecisionTable.decide(new Findings(evaluation("none"), operators, flow), Mode.ENFORCE));
  }

  @Test
  void aStrangersSignatureIsNamedInTheReply() {
    var others =
        Evaluation.of(
            new Author.One(BANK),
            Optional.empty(),
            List.of(dkim("other.example", new DkimOutcome.Success())));
    var findings =
        new Findings(others, UNKNOWN).with(new Asked(Optional.empty(), policy("T3 all")));
    assertDecided("550 signing-policy 5.7.22", DecisionTable.decide(findings, Mode.ENFORCE));
    assertDecided("250 signing-policy", DecisionTable.decide(findings, Mode.MONITOR));
  }

  /** The operator's word goes before the domain's own; both are never put together. */
  @ParameterizedTest
  @CsvSource({
    "ALL, false, -, 550 signing-policy 5.7.20",
    "ALL, true, T3 all, 250 accept",
    "SOME, false, T3 all, 250 accept",
    "NONE, false, T3 all, 550 signing-policy 5.7.20",
  })
  void oneSourceDecides(SigningPolicy operators, boolean testing, String own, String action) {
    var standing =
        new Standing.Read(
            Optional.empty(),
            Optional.of(
                new DomainEntry(BANK.ascii(), false, false, operators, testing, Optional.empty())));
    var findings =
        new Findings(evaluation("none"), standing).with(new Asked(Optional.empty(), policy(own)));
    assertDecided(action, DecisionTable.decide(findings, Mode.ENFORCE));
  }

  /** Our own domains are judged by what strangers see. */
  @Test
  void anAskedKeyIsNoSignatureOfOurOwnDomain() {
    var ours =
        new Standing.Read(
            Optional.empty(),
            Optional.of(
                new DomainEntry(
                    BANK.ascii(), true, true, SigningPolicy.ALL, false, Optional.empty())));
    var findings =
        new Findings(evaluation("none"), ours)
            .with(new Asked(signature("T3 valid", BANK), policy("T3 all")));
    assertDecided("550 own-domain 5.7.26", DecisionTable.decide(findings, Mode.ENFORCE));
  }

  @ParameterizedTest
  @CsvSource({
    "T3 valid, x-signpol=pass (keyword=T3) header.d=bank.example header.s=s1",
    "T1 valid, x-signpol=policy (keyword=T1) header.d=bank.example header.s=s1",
    "T2 invalid, x-signpol=fail (keyword=T2) reason=because header.d=bank.example header.s=s1",
    "T3 nokey, x-signpol=permerror (keyword=T3) reason=because header.d=bank.example header.s=s1",
    "- notnow, x-signpol=temperror reason=because header.d=bank.example header.s=s1",
    "T2 notsaid, x-signpol=none (keyword=T2) header.d=bank.example header.s=s1",
  })
  void isAMethodOfItsOwn(String signature, String reported) {
    var asked = new Asked(signature(signature, BANK), Optional.empty());
    var results =
        AuthenticationResults.of("mx.example", evaluation("none"))
            .with(asked.reported().orElseThrow());
    assertThat(results.value().replace("\"", "")).endsWith("; " + reported).contains("dkim=none");
    var json = ResultJson.checks(evaluation("none"), asked).get("signpol");
    assertThat(json.get("result").asText())
        .isEqualTo(reported.replaceFirst("x-signpol=(\\w+).*", "$1"));
  }

  @Test
  void nothingAskedIsNoneAndNotReported() {
    assertThat(Asked.nothing().reported()).isEmpty();
    assertThat(ResultJson.checks(evaluation("none")).get("signpol"))
        .hasToString("{\"result\":\"none\",\"trust\":null}");
  }

  private static Evaluation evaluation(String dmarc) {
    var evaluation = Evaluation.of(new Author.One(BANK), Optional.empty(), List.of());
    if (dmarc.equals("none")) {
      return evaluation;
    }
    var policy = dmarc.equals("reject") ? Policy.REJECT : Policy.QUARANTINE;
    return evaluation.with(
        new DmarcResult(
            Optional.of(BANK),
            Optional.of(BANK),
            Optional.of(
                new PublishedPolicy(
                    BANK, DmarcRecord.parse("v=DMARC1; p=" + policy.word()), policy)),
            new DmarcResult.Alignment(Optional.empty(), Optional.empty(), Optional.empty()),
            new DmarcOutcome.Fail()));
  }

  private static DkimResult dkim(String domain, DkimOutcome outcome) {
    return new DkimResult(
        new DkimResult.Claims(
            0,
            DomainName.parse(domain),
            Selector.parse("s1"),
            Optional.of("@" + domain),
            Optional.of("rsa-sha256"),
            "abcd"),
        OptionalInt.of(2048),
        false,
        List.of(),
        outcome);
  }

  private static Optional<Asked.Stated> policy(String words) {
    if (words.equals("-")) {
      return Optional.empty();
    }
    var word = words.substring(3);
    return Optional.of(
        new Asked.Stated(
            word.equals("testing") ? Promise.ALL : Promise.valueOf(word.toUpperCase(Locale.ROOT)),
            word.equals("testing") ? Testing.YES : Testing.NO,
            TrustLevel.valueOf(words.substring(0, 2))));
  }

  private static Optional<Asked.Signature> signature(String words, DomainName domain) {
    int space = words.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    Asked.Outcome outcome =
        switch (words.substring(space + 1)) {
          case "valid" -> new Asked.Outcome.Valid();
          case "invalid" -> new Asked.Outcome.Invalid("because");
          case "nokey" -> new Asked.Outcome.NoKey("because");
          case "notnow" -> new Asked.Outcome.NotNow("because");
          case "notsaid" -> new Asked.Outcome.NotSaid();
          default -> throw new IllegalArgumentException(words);
        };
    var trust =
        Optional.of(words.substring(0, space))
            .filter(word -> !word.equals("-"))
            .map(TrustLevel::valueOf);
    return Optional.of(
        new Asked.Signature(
            domain,
            Selector.parse("s1").orElseThrow(),
            outcome,
            trust.map(_ -> Asked.Way.KEYWORD),
            trust));
  }
}
