package org.postseal.signingpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtp.reply.EhloCapabilities;

/** The lines as people write them, and what is wrong with the others. */
class GrammarTest {
  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final Selector SELECTOR = new Selector("2026q4");
  private static final PolicyStatement POLICY =
      new PolicyStatement(
          DOMAIN,
          Promise.ALL,
          Testing.NO,
          "20261123a",
          Duration.ofDays(1),
          Set.of(KeyPlace.SMTP, KeyPlace.DNS));
  private static final KeyStatement KEY =
      new KeyStatement(
          DOMAIN,
          SELECTOR,
          Duration.ofHours(1),
          Optional.of(LocalDate.of(2027, 4, 1)),
          "v=DKIM1; k=rsa; p=" + "M".repeat(392));

  @Test
  void aPolicyIsOneLine() {
    assertThat(StatementReply.of(POLICY).octets())
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo(
            "250-v=SIGNPOL1; d=example.com; sign=all; testing=n; id=20261123a; max_age=86400;"
                + " keys=dns,smtp\r\n250 2.0.0 end\r\n");
  }

  @Test
  void aKeyIsTwoLinesAndALongOneGoesOnBehindAPlusSign() {
    assertThat(StatementReply.of(KEY).octets())
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo(
            "250-d=example.com; s=2026q4; ttl=3600; nx=20270401\r\n250-v=DKIM1; k=rsa; p="
                + "M".repeat(382)
                + "\r\n250-+"
                + "M".repeat(10)
                + "\r\n250 2.0.0 end\r\n");
  }

  @Test
  void noLineIsCutBehindAWhiteSpace() {
    var record = "p=" + "M".repeat(396) + "  n=" + "x".repeat(400);
    var key = new KeyStatement(DOMAIN, SELECTOR, Duration.ofHours(1), Optional.empty(), record);
    assertThat(StatementReply.of(key).lines().subList(1, 4))
        .containsExactly("p=" + "M".repeat(396), "+  n=" + "x".repeat(396), "+" + "x".repeat(4));
  }

  @Test
  void theDocumentHasTheSameLinesWithoutCodes() {
    assertThat(new TwinDocument(POLICY, List.of(KEY)).text())
        .isEqualTo(
            "v=SIGNPOL1; d=example.com; sign=all; testing=n; id=20261123a; max_age=86400;"
                + " keys=dns,smtp\r\nd=example.com; s=2026q4; ttl=3600; nx=20270401\r\nv=DKIM1;"
                + " k=rsa; p="
                + "M".repeat(382)
                + "\r\n+"
                + "M".repeat(10)
                + "\r\n");
  }

  @Test
  void itIsFoundOnAHostOfItsOwn() {
    assertThat(TwinDocument.hostFor(DOMAIN)).contains(DomainName.of("signpol.example.com"));
    assertThat(TwinDocument.domainOf(DomainName.of("signpol.example.com"))).contains(DOMAIN);
    assertThat(TwinDocument.domainOf(DomainName.of("www.example.com"))).isEmpty();
    assertThat(TwinDocument.domainOf(DomainName.of("signpol"))).isEmpty();
    assertThat(TwinDocument.target(new Query.Policy(DOMAIN)))
        .isEqualTo("/.well-known/mail-signing-policy");
    assertThat(TwinDocument.target(new Query.Key(SELECTOR, DOMAIN)))
        .isEqualTo("/.well-known/mail-signing-policy?selector=2026q4");
    assertThat(PolicySignal.nameFor(DOMAIN)).contains(DomainName.of("_signpol.example.com"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=SIGNPOL1;d=EXAMPLE.com;sign=ALL;id=20261123a;max_age=86400;keys=smtp,dns",
        "v=SIGNPOL1; d=example.com; sign=all; testing=N; id=20261123a; max_age=86400;"
            + " keys=carrier-pigeon, smtp ,DNS; later=tag;",
      })
  void aPolicyMayBeWrittenInOtherWays(String line) {
    assertThat(PolicyStatement.read(line)).isEqualTo(new Reading.WellFormed<>(POLICY));
  }

  @Test
  void whatAPolicyLeavesOut() {
    var read =
        PolicyStatement.read("v=SIGNPOL1; d=example.com; sign=mostly; id=a; max_age=9999999999");
    assertThat(read)
        .isEqualTo(
            new Reading.WellFormed<>(
                new PolicyStatement(
                    DOMAIN,
                    Promise.NONE,
                    Testing.NO,
                    "a",
                    PolicyStatement.LONGEST_AGE,
                    Set.of(KeyPlace.DNS))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v=SIGNPOL1",
        "v=SIGNPOL2; d=example.com; sign=all; id=a; max_age=1",
        "d=example.com; v=SIGNPOL1; sign=all; id=a; max_age=1",
        "v=SIGNPOL1; sign=all; id=a; max_age=1",
        "v=SIGNPOL1; d=; sign=all; id=a; max_age=1",
        "v=SIGNPOL1; d=_dmarc.example.com; sign=all; id=a; max_age=1",
        "v=SIGNPOL1; d=ex\u00e4mple.com; sign=all; id=a; max_age=1",
        "v=SIGNPOL1; d=example.com; id=a; max_age=1",
        "v=SIGNPOL1; d=example.com; sign=all; sign=none; id=a; max_age=1",
        "v=SIGNPOL1; d=example.com; sign=all; testing=maybe; id=a; max_age=1",
        "v=SIGNPOL1; d=example.com; sign=all; id=; max_age=1",
        "v=SIGNPOL1; d=example.com; sign=all; id=a-b; max_age=1",
        "v=SIGNPOL1; d=example.com; sign=all; id=a",
        "v=SIGNPOL1; d=example.com; sign=all; id=a; max_age=-1",
        "v=SIGNPOL1; d=example.com; sign=all; id=a; max_age=1d",
        "v=SIGNPOL1; d=example.com; sign=all; id=a; max_age=99999999999",
        "v=SIGNPOL1; d=example.com; sign=all; id=a; max_age=1\t",
        "+v=SIGNPOL1; d=example.com; sign=all; id=a; max_age=1",
      })
  void noPolicy(String line) {
    assertThat(PolicyStatement.read(line)).isInstanceOf(Reading.Malformed.class);
  }

  @Test
  void noPolicyWithAnIdBeyond32() {
    var head = "v=SIGNPOL1; d=example.com; sign=all; max_age=1; id=";
    assertThat(PolicyStatement.read(head + "a".repeat(32)).found()).isPresent();
    assertThat(PolicyStatement.read(head + "a".repeat(33)).found()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s=2026q4; ttl=1",
        "d=example.com; ttl=1",
        "d=example.com; s=-; ttl=1",
        "d=example.com; s=2026q4",
        "d=example.com; s=2026q4; ttl=",
        "d=example.com; s=2026q4; ttl=1 2",
        "example.com",
      })
  void noKey(String about) {
    assertThat(KeyStatement.read(about, "p=").found()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", " p=", "+p=", "2.0.0 p=", "p=\u00e4", "p=\u0000", "p=a\r\n250 2.0.0 end"})
  void noKeyRecord(String keyRecord) {
    assertThat(KeyStatement.read("d=example.com; s=2026q4; ttl=1", keyRecord).found()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"20270230", "2027", "tomorrow", "", "00000000", "+1234567"})
  void aDayThatIsNoneIsNoHint(String day) {
    var read = KeyStatement.read("d=example.com; s=2026q4; ttl=1; nx=" + day, "p=");
    assertThat(read.found().orElseThrow().nextChange()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POLICY example.com, POLICY example.com",
    "policy EXAMPLE.Com, POLICY example.com",
    "'  POLICY   example.com ', POLICY example.com",
    "POLICY xn--bcher-kva.example, POLICY xn--bcher-kva.example",
    "KEY 2026q4 example.com, KEY 2026q4 example.com",
    "key A.B_c Example.COM, KEY a.b_c example.com",
  })
  void queries(String argument, String meant) {
    assertThat(Query.read(argument).found().map(Query::argument)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "POLICY",
        "POLICY ",
        "KEY",
        "KEY example.com",
        "KEYS a example.com",
        "POLICY example.com example.org",
        "POLICY example..com",
        "POLICY .example.com",
        "POLICY example.com.",
        "POLICY -example.com",
        "POLICY _dmarc.example.com",
        "POLICY [192.0.2.1]",
        "POLICY user@example.com",
        "POLICY b\u00fccher.example",
        "POLICY\texample.com",
        "KEY s1 example.com extra",
        "KEY s1. example.com",
        "KEY * example.com",
        "KEY \u0130 example.com",
      })
  void noQueries(String argument) {
    assertThat(Query.read(argument)).isInstanceOf(Reading.Malformed.class);
  }

  @Test
  void aLineHas512OctetsAtMost() {
    var label = "a".repeat(63) + ".";
    var longest = label.repeat(3) + "a".repeat(61);
    var line = "XSIGNPOL KEY " + longest.substring(0, 243) + " " + longest;
    assertThat(line.length() + 2).isEqualTo(512);
    assertThat(Query.read(line.substring(9)).found()).isPresent();
    var longer = "XSIGNPOL KEY " + longest.substring(0, 244) + " " + longest;
    assertThat(Query.read(longer.substring(9)).found()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "V=1,-1",
    "v=1,-1",
    "V=1 MAX=16384,16384",
    "MAX=9 later V=1,9",
    "V=1 MAX=no,-1",
    "V=1 MAX=99999999999999,-1"
  })
  void offers(String parameters, int max) {
    assertThat(announced(parameters))
        .contains(new Announcement(max < 0 ? OptionalInt.empty() : OptionalInt.of(max)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "V=2", "1", "MAX=1"})
  void offersOfWhatWeDoNotSpeak(String parameters) {
    assertThat(announced(parameters)).isEmpty();
  }

  @Test
  void noOffer() {
    assertThat(Announcement.in(new EhloCapabilities("mx.example", Map.of()))).isEmpty();
    assertThat(new Announcement(OptionalInt.of(16384)).line()).isEqualTo("XSIGNPOL V=1 MAX=16384");
    assertThat(new Announcement(OptionalInt.empty()).line()).isEqualTo("XSIGNPOL V=1");
  }

  private static Optional<Announcement> announced(String parameters) {
    return Announcement.in(
        new EhloCapabilities("mx.example", Map.of("XSIGNPOL", List.of(parameters.split(" ", -1)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "v=SIGNPOL1", "id=a; v=SIGNPOL1", "v=spf1 -all", "v=SIGNPOL1; id=a b"})
  void noSignals(String text) {
    assertThat(PolicySignal.read(text).found()).isEmpty();
  }

  @Test
  void onlyTheUpperTwoLevelsDecide() {
    assertThat(List.of(TrustLevel.values()).stream().filter(TrustLevel::decides))
        .containsExactly(TrustLevel.T2, TrustLevel.T3);
  }
}
