package org.postseal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.arc.ArcOutcome;
import org.postseal.authentication.arc.ArcResult;
import org.postseal.authentication.arc.SealedSet;
import org.postseal.authentication.arc.SealedSet.Content;
import org.postseal.authentication.arc.SealedSet.Seal;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.HeaderSection;

/** A chain whose one sealer is trusted and says that the author passed, with one thing changed. */
class SealersTest {
  private static final DomainName BANK = DomainName.of("bank.example");
  private static final Set<DomainName> TRUSTED =
      Set.of(DomainName.of("list.example"), DomainName.of("hub.example"));
  private static final String PASSED = " mx.list.example; dmarc=pass header.from=bank.example";
  private static final String FAILED = " mx.list.example; dmarc=fail header.from=bank.example";

  private static SealedSet set(int instance, String sealer, String results) {
    return set(instance, sealer, results, Content.AS_SEALED);
  }

  private static SealedSet set(int instance, String sealer, String results, Content content) {
    return new SealedSet(instance, DomainName.of(sealer), results, content);
  }

  /** With the newest first, as a chain has them. */
  private static boolean vouchFor(SealedSet... sets) {
    return word(sets) == Sealers.Word.VOUCHES;
  }

  private static Sealers.Word word(SealedSet... sets) {
    return Sealers.word(BANK, List.of(sets), TRUSTED);
  }

  private static SealedSet set(int instance, String sealer, String results, Seal seal) {
    return new SealedSet(
        instance, DomainName.of(sealer), results, seal, SealedSet.Content.AS_SEALED);
  }

  @Test
  void aTrustedSealerIsBelieved() {
    assertThat(vouchFor(set(1, "list.example", PASSED))).isTrue();
    assertThat(vouchFor(set(2, "hub.example", FAILED), set(1, "list.example", PASSED))).isTrue();
  }

  /** Where nothing more can be told apart, what was read before still counts; not without DMARC. */
  @ParameterizedTest
  @CsvSource({
    "dmarc=pass header.from=bank.example; spf=pass (no end, true",
    "dmarc=pass header.from=bank.example; spf=pass reason=\"no end, true",
    "dkim=pass header.d=bank.example; spf=pass (no end; dmarc=fail, false",
    "dmarc=fail header.from=bank.example; spf=pass (no end; dmarc=pass, false",
    "dmarc=pass header.from=bank.example; dmarc=pass (no end, false"
  })
  void aCommentWithoutAnEndHidesWhatStandsBehindIt(String results, boolean vouches) {
    assertThat(vouchFor(set(1, "list.example", " mx.list.example; " + results))).isEqualTo(vouches);
  }

  @Test
  void nobodyElseIs() {
    assertThat(vouchFor()).isFalse();
    assertThat(vouchFor(set(1, "evil.example", PASSED))).isFalse();
    assertThat(vouchFor(set(1, "sub.list.example", PASSED))).isFalse();
    assertThat(vouchFor(set(1, "example", PASSED))).isFalse();
  }

  /** A forger seals the first set himself, and has a trusted handler pass his message on. */
  @Test
  void whatAStrangerSealedBelowProvesNothing() {
    assertThat(vouchFor(set(2, "list.example", FAILED), set(1, "evil.example", PASSED))).isFalse();
    assertThat(
            vouchFor(
                set(2, "list.example", " mx.list.example; arc=pass; dmarc=none"),
                set(1, "evil.example", PASSED)))
        .isFalse();
    assertThat(
            vouchFor(
                set(3, "hub.example", FAILED),
                set(2, "evil.example", PASSED),
                set(1, "list.example", PASSED)))
        .isFalse();
  }

  /** A forger takes a trusted sealer's chain, alters the message and seals it again. */
  @Test
  void aStrangerAboveMayNotHaveAlteredTheMessage() {
    assertThat(vouchFor(set(2, "evil.example", PASSED), set(1, "list.example", PASSED))).isTrue();
    assertThat(
            vouchFor(
                set(2, "evil.example", PASSED), set(1, "list.example", PASSED, Content.ALTERED)))
        .isFalse();
    assertThat(
            vouchFor(
                set(2, "hub.example", FAILED), set(1, "list.example", PASSED, Content.ALTERED)))
        .as("but trusted sealers may")
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " mx; dkim=pass header.d=bank.example",
        " mx; dkim=pass header.i=@bank.example header.s=s1; spf=fail smtp.mailfrom=x@y.example",
        " mx; spf=pass (sender is fine) smtp.mailfrom=a@bank.example",
        " mx; dmarc=none; spf=pass smtp.mailfrom=bank.example",
        " mx 1; spf=fail; dmarc=pass action=none header.from=bank.example",
        " mx; dmarc=pass",
        " mx; dmarc=pass header.from=<a@bank.example>",
        " mx; spf=pass smtp.mailfrom=<a@bank.example>",
        " mx; gateway.spf=pass; dkim=pass header.d=bank.example",
        " mx; dkim=pass header.d; dmarc=pass header.from=bank.example",
      })
  void theResultsMayBeOfAnyMethodThatNamesTheAuthor(String results) {
    assertThat(vouchFor(set(1, "list.example", results))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " mx; none",
        " mx; dmarc=pass header.from=other.example",
        " mx; dmarc=pass header.from=bank.example.evil.example",
        " mx; dmarc=pass header.from=bank.example header.from=other.example",
        " mx; dmarc=fail; dkim=pass header.d=bank.example",
        " mx; dmarc=pass; dmarc=fail",
        " mx; dkim=pass header.d=other.example",
        " mx; dkim=pass header.d=sub.bank.example",
        " mx; dkim=pass header.d=example",
        " mx; dkim=fail header.d=bank.example",
        " mx; dkim=pass header.d=bank.example header.d=other.example",
        " mx; dkim=pass",
        " mx; spf=pass smtp.helo=bank.example",
        " mx; arc=pass header.d=bank.example",
        " mx; x=pass (dmarc=pass)",
        " mx; x=pass reason=\"; dmarc=pass\"",
        " mx; dmarc=pass (",
        " mx; dkim=pass header.d=bank.example; dmarc=fail header",
        " mx; dkim=pass header.d=bank.example; dmarc=",
        " mx; dkim=pass header.d=bank.example; dmarc= (none);",
        " mx; dkim=pass header.d=bank.example; dmarc= header.from=bank.example",
        " mx; dkim=pass header.d=bank.example; =fail",
        " mx; dkim=pass header.d=bank.example; spf=fail (; dmarc=fail",
        " mx; spf=fail (of x(y; dmarc=pass header.from=bank.example) smtp.mailfrom=c.example",
      })
  void otherResultsDoNotVouchForHim(String results) {
    assertThat(vouchFor(set(1, "list.example", results))).isFalse();
  }

  @Test
  void hisKeyThatIsAwayLeavesItOpen() {
    assertThat(word(set(1, "list.example", PASSED, Seal.KEY_UNAVAILABLE)))
        .isEqualTo(Sealers.Word.NOT_KNOWN);
    assertThat(word(set(1, "list.example", PASSED, Content.KEY_UNAVAILABLE)))
        .isEqualTo(Sealers.Word.NOT_KNOWN);
    assertThat(word(set(1, "list.example", FAILED, Seal.KEY_UNAVAILABLE)))
        .as("it would not help")
        .isEqualTo(Sealers.Word.SAYS_NOTHING);
    assertThat(word(set(1, "list.example", PASSED, Seal.KEY_MISSING)))
        .isEqualTo(Sealers.Word.SAYS_NOTHING);
    assertThat(
            word(
                set(2, "hub.example", FAILED),
                set(1, "list.example", PASSED, Seal.KEY_UNAVAILABLE)))
        .isEqualTo(Sealers.Word.NOT_KNOWN);
  }

  @ParameterizedTest
  @EnumSource(Seal.class)
  void keysOfStrangersDoNotSpoilWhatHisOwnSetProves(Seal strangers) {
    assertThat(
            word(
                set(3, "evil.example", FAILED, strangers),
                set(2, "list.example", PASSED),
                set(1, "old.example", FAILED, strangers)))
        .isEqualTo(Sealers.Word.VOUCHES);
  }

  @ParameterizedTest
  @CsvSource({"list.example, true", "other.example, false"})
  void theFlowIsIndirectOnlyByATrustedSealer(String trusted, boolean indirect) {
    var chain =
        new ArcResult(
            new ArcOutcome.Pass(0),
            1,
            List.of(DomainName.of("list.example")),
            List.of(set(1, "list.example", PASSED)));
    var evaluation = Evaluation.of(new Author.One(BANK), Optional.empty(), List.of()).with(chain);
    var section = HeaderSection.parse("X: y\r\n");
    var operator = new Intermediaries(Set.of(), Set.of(DomainName.of(trusted)));
    assertThat(operator.flow(evaluation, section))
        .isEqualTo(
            indirect ? new IndirectFlow.Proven(IndirectFlow.Sign.SEALER) : new IndirectFlow.None());
  }
}
