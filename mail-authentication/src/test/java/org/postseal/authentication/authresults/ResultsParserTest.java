package org.postseal.authentication.authresults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dns.DomainName;

class ResultsParserTest {
  private static final List<ResultWord> WORDS = List.of(ResultWord.values());
  private static final String PLAIN =
      "mx.example.net; dkim=pass header.d=example.com; spf=fail smtp.mailfrom=a@example.org";

  private static AuthenticationResults read(String payload) {
    return wellFormed(payload).results();
  }

  private static ParsedResults.WellFormed wellFormed(String payload) {
    return assertThat(AuthenticationResults.parse(payload))
        .asInstanceOf(InstanceOfAssertFactories.type(ParsedResults.WellFormed.class))
        .actual();
  }

  @Test
  void readsMethodsAndTheirProperties() {
    assertThat(read(PLAIN))
        .isEqualTo(
            new AuthenticationResults(
                "mx.example.net",
                List.of(
                    new MethodResult(
                        "dkim",
                        ResultWord.PASS,
                        Optional.empty(),
                        List.of(new Property("header.d", "example.com"))),
                    new MethodResult(
                        "spf",
                        ResultWord.FAIL,
                        Optional.empty(),
                        List.of(new Property("smtp.mailfrom", "a@example.org"))))));
  }

  /** RFC 8601 Appendix B.7 has comments everywhere. */
  @Test
  void whatStandsInCommentsAndFoldsDoesNotMatter() {
    var odd =
        "(a (nested \\) one)) mx.example.net (id) 1 (version)\r\n\t; (x) DKIM (y) / (z) 1 = (u)"
            + " Pass (v; spf=pass)\r\n header . (w) D = \"example\".com (t) ; spf=fail\r\n"
            + " smtp.mailfrom=\"a\"@example.org;";
    assertThat(read(odd)).isEqualTo(read(PLAIN));
  }

  @Test
  void readsWhatLargeReceiversWrite() {
    var results =
        read(
            " mx.google.com;\r\n       dkim=pass header.i=@example.com header.s=s1"
                + " header.b=AbC/+1==;\r\n       arc=pass (i=1 spf=pass spfdomain=example.com);\r\n"
                + "       spf=pass (google.com: domain of a@example.com designates 192.0.2.1 as"
                + " permitted sender) smtp.mailfrom=a@example.com;\r\n"
                + "       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=example.com");
    assertThat(results.results().stream().map(MethodResult::method))
        .containsExactly("dkim", "arc", "spf", "dmarc");
    assertThat(results.results().getFirst().properties())
        .contains(new Property("header.b", "AbC/+1=="));
    var microsoft =
        read(
            "mx.microsoft.com 1; spf=pass smtp.mailfrom=example.com; dmarc=pass action=none"
                + " header.from=example.com; dkim=pass header.d=example.com; arc=none");
    assertThat(microsoft.results().get(1).properties())
        .containsExactly(
            new Property("action", "none"), new Property("header.from", "example.com"));
  }

  @Test
  void noResultAndUnknownResultsAreNoResults() {
    assertThat(read("mx.example.net; none").results()).isEmpty();
    assertThat(read("mx.example.net").results()).isEmpty();
    assertThat(read("mx.example.net; x-new=splendid a.b=c; dkim=none").results())
        .extracting(MethodResult::method)
        .containsExactly("dkim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "; dkim=pass",
        "mx.example.net 2; dkim=pass",
        "mx.example.net dkim=pass",
      })
  void aFieldOfNobodyOrOfAnotherVersionSaysNothing(String payload) {
    assertThat(AuthenticationResults.parse(payload)).isInstanceOf(ParsedResults.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dkim",
        "=pass",
        "dkim/2=pass",
        "dkim=pass header",
        "dkim=pass header.d",
        "dkim=pass header.=x",
        "dkim=pass .d=x",
        "dkim=pass header.d=",
        "dkim=pass reason=",
        "dkim=pass (",
        "dkim=pass reason=\"x",
        "dkim=pass )",
        "dkim=pass reason=\"\\",
        "dk\u00efm=pass",
        "dkim=pass header.\u0001=x",
      })
  void aResultThatCannotBeReadIsSkippedAndNothingElse(String broken) {
    var read = wellFormed("mx.example.net; spf=pass; " + broken);
    assertThat(read.results().results()).extracting(MethodResult::method).containsExactly("spf");
    assertThat(read.mayHide("dkim")).isTrue();
    assertThat(read.unread()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gateway.spf=pass smtp.mailfrom=a@example.com",
        "dkim/2=pass header.d=x",
        "dkim=pass header.d",
        "dk\u00efm=pass",
        "=pass (a; comment) reason=\"a; reason\"",
        "dkim=pass )",
      })
  void whatStandsBehindItIsReadAsEver(String broken) {
    var read = wellFormed("mx.example.net; " + broken + "; dmarc=pass header.from=<a@b.example>");
    assertThat(read.results().results()).extracting(MethodResult::method).containsExactly("dmarc");
    assertThat(read.results().results().getFirst().properties().getFirst().domain())
        .contains(DomainName.of("b.example"));
    assertThat(read.unread()).hasSize(1);
  }

  /** What a forger has written into a value that its author did not quote becomes no result. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spf=fail (of x(y; dmarc=pass header.from=b.example) smtp.mailfrom=c.example",
        "spf=fail smtp.mailfrom=x\"y; dmarc=pass header.from=b.example",
        "spf=fail reason=(; dmarc=pass header.from=b.example",
        "gateway.spf=fail (; dmarc=pass header.from=b.example",
        "gateway.spf=fail (x; dmarc=pass) reason=\"; dmarc=pass\"",
      })
  void nothingWithinAQuotedStringOrACommentBecomesAResult(String results) {
    var read = wellFormed("mx.example.net; dkim=none; " + results);
    assertThat(read.results().results()).extracting(MethodResult::method).containsExactly("dkim");
    assertThat(read.unread()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "b.example, b.example",
    "a@b.example, b.example",
    "@b.example, b.example",
    "<a@b.example>, b.example",
    "<b.example>, b.example",
    "<a@b@c.example>, c.example",
    "b\u00C3\u00BCcher.example, xn--bcher-kva.example",
    "<a@b\u00C3\u00BCcher.example>, xn--bcher-kva.example",
  })
  void aPropertyNamesTheDomainOfAMailboxOrABareOne(String value, String domain) {
    assertThat(new Property("header.from", value).domain()).contains(new DomainName(domain));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<>", "<", ">", "@", "a@", "b\u00FCcher.example"})
  void andOtherwiseNone(String value) {
    assertThat(new Property("header.from", value).domain()).isEmpty();
  }

  @Test
  void anythingEndsWithAnAnswer() {
    var random = new Random(8601);
    var characters = "ab=;.\"\\() \t\r\n/1@,\u00e9\u0000";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
      assertThat(AuthenticationResults.parse(text.toString())).isNotNull();
    }
    assertThat(AuthenticationResults.parse("(".repeat(300_000)))
        .isInstanceOf(ParsedResults.Malformed.class);
  }

  @Test
  void whatIsWrittenReadsBackFoldedOrNot() {
    var random = new Random(20_261_123);
    for (int i = 0; i < 2_000; i++) {
      var results = new ArrayList<MethodResult>();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        var properties = new ArrayList<Property>();
        for (int p = random.nextInt(4); p > 0; p--) {
          properties.add(
              new Property(
                  List.of("header.d", "smtp.mailfrom", "policy.dmarc").get(random.nextInt(3)),
                  text(random)));
        }
        results.add(
            new MethodResult(
                List.of("dkim", "spf", "dmarc", "arc").get(random.nextInt(4)),
                WORDS.get(random.nextInt(WORDS.size())),
                random.nextBoolean() ? Optional.of(text(random)) : Optional.empty(),
                properties));
      }
      var written = new AuthenticationResults("mx.example.net", results);
      var read = read(written.value());
      assertThat(read).isEqualTo(written);
      assertThat(read(written.field().substring("Authentication-Results:".length())))
          .isEqualTo(written);
      assertThat(read.value()).isEqualTo(written.value());
    }
  }

  /** Printable ASCII, for anything else is not written as it was. */
  private static String text(Random random) {
    var text = new StringBuilder();
    for (int length = random.nextInt(30); length > 0; length--) {
      text.append((char) (' ' + random.nextInt(95)));
    }
    return text.toString();
  }
}
