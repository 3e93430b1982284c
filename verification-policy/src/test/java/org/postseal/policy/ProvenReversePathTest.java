package org.postseal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.spf.Mechanism;
import org.postseal.authentication.spf.SpfIdentity;
import org.postseal.authentication.spf.SpfOutcome;
import org.postseal.authentication.spf.SpfResult;
import org.postseal.topics.ReversePathProof;

/** A message of alice@sender.example whose From names another domain, with one result. */
class ProvenReversePathTest {
  private static final String ALICE = "alice@sender.example";
  private static final Mechanism ALL = new Mechanism.All("all");
  private static final SpfOutcome PASS = new SpfOutcome.Pass(ALL);
  private static final Evaluation NOTHING =
      Evaluation.of(new Author.One(DomainName.of("author.example")), Optional.empty(), List.of());

  @Test
  void spfOfItsDomainProvesIt() {
    assertThat(ProvenReversePath.by(spf(SpfIdentity.MAIL_FROM, "sender.example", PASS), ALICE))
        .contains(ReversePathProof.SPF);
  }

  @Test
  void spfOfTheHeloNameDoesNot() {
    assertThat(ProvenReversePath.by(spf(SpfIdentity.HELO, "sender.example", PASS), ALICE))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"example", "mail.sender.example", "other.example"})
  void spfOfAnotherDomainDoesNot(String domain) {
    assertThat(ProvenReversePath.by(spf(SpfIdentity.MAIL_FROM, domain, PASS), ALICE)).isEmpty();
  }

  static List<SpfOutcome> otherThanPass() {
    return List.of(
        new SpfOutcome.Fail(ALL, Optional.empty()),
        new SpfOutcome.SoftFail(ALL),
        new SpfOutcome.Neutral(Optional.of(ALL)),
        new SpfOutcome.None("no record"),
        new SpfOutcome.TemporaryError("SERVFAIL"),
        new SpfOutcome.PermanentError("syntax"));
  }

  @ParameterizedTest
  @MethodSource("otherThanPass")
  void onlyAPassProves(SpfOutcome outcome) {
    assertThat(ProvenReversePath.by(spf(SpfIdentity.MAIL_FROM, "sender.example", outcome), ALICE))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sender.example, true",
    "SENDER.example, true",
    "mail.sender.example, false",
    "author.example, false",
    "example, false"
  })
  void aSignatureOfItsDomainProvesIt(String signer, boolean proves) {
    assertThat(ProvenReversePath.by(signed(signer, new DkimOutcome.Success()), ALICE).isPresent())
        .isEqualTo(proves);
  }

  @Test
  void aSignatureOfAParentProvesASubdomain() {
    assertThat(
            ProvenReversePath.by(
                signed("sender.example", new DkimOutcome.Success()), "alice@news.sender.example"))
        .contains(ReversePathProof.DKIM);
  }

  @Test
  void aSignatureThatFailsProvesNothing() {
    for (var defect : DkimDefect.values()) {
      assertThat(
              ProvenReversePath.by(
                  signed("sender.example", new DkimOutcome.Failure(defect, "why")), ALICE))
          .as(defect.name())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@sender.example", "alice", "alice@", "alice@[192.0.2.1]"})
  void whatIsNoMailboxOfADomainIsNeverProven(String reversePath) {
    var both =
        signed("sender.example", new DkimOutcome.Success())
            .with(new SpfResult(SpfIdentity.MAIL_FROM, Optional.empty(), PASS));
    assertThat(ProvenReversePath.by(both, reversePath)).isEmpty();
  }

  private static Evaluation spf(SpfIdentity identity, String domain, SpfOutcome outcome) {
    return NOTHING.with(new SpfResult(identity, DomainName.parse(domain), outcome));
  }

  private static Evaluation signed(String domain, DkimOutcome outcome) {
    return Evaluation.of(
        NOTHING.author(),
        Optional.empty(),
        List.of(
            new DkimResult(
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
                outcome)));
  }
}
