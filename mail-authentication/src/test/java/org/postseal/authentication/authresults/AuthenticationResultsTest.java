package org.postseal.authentication.authresults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;

class AuthenticationResultsTest {
  private static DkimResult dkim(String identity, DkimOutcome outcome) {
    return new DkimResult(
        new DkimResult.Claims(
            0,
            DomainName.parse("example.com"),
            Selector.parse("s1"),
            Optional.of(identity),
            Optional.of("rsa-sha256"),
            "abcd/fghijkl"),
        OptionalInt.of(2048),
        false,
        List.of(),
        outcome);
  }

  private static AuthenticationResults results(DkimResult... dkim) {
    return AuthenticationResults.of(
        "mx.example.net", Evaluation.of(new Author.None(), Optional.empty(), List.of(dkim)));
  }

  @Test
  void anUnsignedMessage() {
    assertThat(results().value()).isEqualTo("mx.example.net; dkim=none");
  }

  @Test
  void aValidSignature() {
    assertThat(results(dkim("@example.com", new DkimOutcome.Success())).value())
        .isEqualTo(
            "mx.example.net; dkim=pass header.d=example.com header.i=@example.com header.s=s1"
                + " header.a=rsa-sha256 header.b=\"abcd/fgh\"");
  }

  @Test
  void aFailureAndItsReason() {
    var failure =
        new DkimOutcome.Failure(DkimDefect.BODY_HASH_MISMATCH, "the body hash does not verify");
    assertThat(results(dkim("@example.com", failure)).value())
        .startsWith("mx.example.net; dkim=fail reason=\"the body hash does not verify\" header.d=");
  }

  @Test
  void aCommentIsForPeopleAndHoldsNothingElse() {
    var commented =
        new MethodResult(
            "x-signpol",
            ResultWord.PASS,
            Optional.of("keyword=T3"),
            Optional.empty(),
            List.of(new Property("header.d", "example.com")));
    assertThat(results().with(commented).value())
        .endsWith("; x-signpol=pass (keyword=T3) header.d=example.com");
    var hostile =
        new MethodResult(
            "x-signpol", ResultWord.PASS, Optional.of("a) (b\\\r\nc"), Optional.empty(), List.of());
    assertThat(results().with(hostile).value()).endsWith("x-signpol=pass (a? ?b???c)");
    assertThat(AuthenticationResults.parse(results().with(commented).value()))
        .isInstanceOfSatisfying(
            ParsedResults.WellFormed.class,
            read ->
                assertThat(read.results().results().getLast().result()).isEqualTo(ResultWord.PASS));
  }

  @Test
  void noValueLeavesItsPlace() {
    String hostile = "\"; dkim=pass header.d=evil.example\r\nX: y\u00e9@example.com";
    String field = results(dkim(hostile, new DkimOutcome.Success())).field();
    assertThat(field)
        .contains("header.i=\"\\\"; dkim=pass header.d=evil.example??X: y?@example.com\"");
    assertThat(field.replace("\r\n\t", "")).doesNotContain("\r").doesNotContain("\n");
  }

  @Test
  void theFieldIsFolded() {
    String field =
        results(
                dkim("@example.com", new DkimOutcome.Success()),
                dkim("a@b.example.com", new DkimOutcome.Success()))
            .field();
    assertThat(field)
        .startsWith("Authentication-Results: mx.example.net;\r\n\tdkim=pass header.d=");
    assertThat(field.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(78));
    assertThat(field.replace("\r\n\t", " "))
        .isEqualTo(
            "Authentication-Results: "
                + results(
                        dkim("@example.com", new DkimOutcome.Success()),
                        dkim("a@b.example.com", new DkimOutcome.Success()))
                    .value());
  }

  @Test
  void everyDefectHasItsWord() {
    for (DkimDefect defect : DkimDefect.values()) {
      assertThat(ResultWord.of(new DkimOutcome.Failure(defect, "")))
          .isIn(ResultWord.FAIL, ResultWord.POLICY, ResultWord.TEMPERROR, ResultWord.PERMERROR);
    }
  }
}
