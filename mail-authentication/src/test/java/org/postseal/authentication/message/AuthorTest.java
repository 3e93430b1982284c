package org.postseal.authentication.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dns.DomainName;

class AuthorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@good.example",
        "<a@good.example>",
        "< a@good.example >",
        "A <a@good.example>",
        "A B. C <a@GOOD.example>",
        "\"b@evil.example\" <a@good.example>",
        "\"b@evil.example, c\" <a@good.example>",
        "\"\\\"b@evil.example\" <a@good.example>",
        "(a comment) a@good.example (another)",
        "(nested (one) <none>) <a@good.example>",
        "A <a@good.example> (at home: 10:30, room @5)",
        "\"a b\"@good.example",
        "a @ good . example",
        "a@good.\r\n example",
        "A\r\n <a@good.example>",
        "Group: a@good.example;",
        "Group: A <a@good.example>, ;",
        ", a@good.example,,",
        "\u00c3\u00a9 <\u00c3\u00a9@good.example>",
        "J\u00e9r\u00f4me <a@good.example>",
        "a..b.@good.example",
        "John \"Jack\" Doe <a@good.example>",
      })
  void oneAuthor(String value) {
    assertThat(author("From: " + value)).isEqualTo(one("good.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@good.example, b@good.example",
        "a@good.example, a@good.example",
        "<a@good.example>; <b@good.example>",
        "Team: a@good.example, B <b@good.example>;",
        "Team: a@good.example;, Others: b@good.example;",
        "a@good.example <a@good.example>",
        "b@good.example <a@good.example>",
        "'a@good.example' <a@good.example>",
        "[a@good.example] <a@good.example>",
        "Ann a@good.example <b@GOOD.example>, c@good.example",
        "a@good.example (a@good.example)",
        "=?utf-8?q?a=40good.example?= <a@good.example>",
        "=?utf-8?Q?a@good.example?= <a@good.example>",
      })
  void severalAuthorsOfOneDomainAreThatDomains(String value) {
    assertThat(author("From: " + value)).isEqualTo(one("good.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[External] A <a@good.example>",
        "[Team #4] [External] A <a@good.example>",
        "Acme, Inc. <a@good.example>",
        "=?utf-8?Q?Doe,_John?= <a@good.example>",
        "=?utf-8?Q?J=C3=BCrgen_=40_home?= <a@good.example>",
        "=?utf-8?Q?=27b=40evil.example=27_via_B=C3=BCro?= <a@good.example>",
        "=?iso-2022-jp?B?GyRCOzNFRBsoQiAbJEJAaBsoQg==?= <a@good.example>",
        "Alert: x <a@good.example>",
        "Alert: Warning: x <a@good.example>",
        "A <a@good.example>;",
        "A <a@good.example>,",
        "A :) <a@good.example>",
        "DOMAIN\\user <a@good.example>",
        "<a@good.example> A",
        "x[bot]@good.example",
        "x[bot] <x[bot]@good.example>",
        "Lab; Unit 5 <a@good.example>",
      })
  void sloppyDisplayNamesWithOneClearAuthor(String value) {
    assertThat(author("From: " + value)).isEqualTo(one("good.example"));
  }

  @Test
  void internationalizedDomainsAreALabels() {
    assertThat(author("From: <a@b\u00c3\u00bccher.example>"))
        .isEqualTo(one("xn--bcher-kva.example"));
  }

  @Test
  void noAuthor() {
    assertThat(author("To: a@b.example")).isEqualTo(new Author.None());
    assertThat(author("From: Nobody:;")).isEqualTo(new Author.None());
    assertThat(author("From: ")).isEqualTo(new Author.None());
    assertThat(author("From: (nobody)")).isEqualTo(new Author.None());
  }

  @Test
  void authorsOfSeveralDomains() {
    assertThat(author("From: a@one.example, B <b@two.example>, c@one.example"))
        .isEqualTo(
            new Author.Several(
                List.of(DomainName.of("one.example"), DomainName.of("two.example"))));
  }

  /** A reader in use shows each of these as the other domain. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "b@bank.example <a@evil.example>",
        "Ann b@bank.example <a@evil.example>",
        "[b@bank.example] <a@evil.example>",
        "'b@bank.example' <a@evil.example>",
        "b@bank.example: <a@evil.example>;",
        "b@bank.example; <a@evil.example>",
        "<b@bank.example>; <a@evil.example>",
        "b@bank.example, <a@evil.example>",
        "G: b@bank.example, a@evil.example;, c@evil.example",
        "a@evil.example (b@bank.example)",
        "(b@bank.example) <a@evil.example>",
        "<a@evil.example> (x <b@bank.example>)",
        "<a@evil.example(b@bank.example)>",
        "a@evil.example (((b@bank.example)))",
        "=?utf-8?q?b=40bank.example?= <a@evil.example>",
        "=?utf-8?q?b?= =?utf-8?q?=40bank.example?= <a@evil.example>",
        "=?utf-8?b?PGJAYmFuay5leGFtcGxlPg==?=, <a@evil.example>",
        "=?utf-8?b?PGJAYmFuay5leGFtcGxlPg?= <a@evil.example>",
        "=?utf-16be?b?AGIAQABiAGEAbgBrAC4AZQB4AGEAbQBwAGwAZQ==?= <a@evil.example>",
        "=?utf-7?q?b+AEA-bank.example?= <a@evil.example>",
        "=?cp037?q?=82=7C=82=81=95=92K=85=A7=81=94=97=93=85?= <a@evil.example>",
        "=?nonsense*en?q?b=40bank.example?= <a@evil.example>",
        "=?utf-8?Q?b@bank.example?= <a@evil.example>",
        "\"=?utf-8?q?=22_=3Cb=40bank.example=3E?=\" <a@evil.example>",
        "a@evil.example (=?utf-8?q?b=40bank.example?=)",
      })
  void anAddressThatAReaderMayShowIsAnAuthor(String value) {
    assertThat(author("From: " + value))
        .isInstanceOfSatisfying(
            Author.Several.class,
            several ->
                assertThat(several.domains())
                    .containsExactlyInAnyOrder(
                        DomainName.of("bank.example"), DomainName.of("evil.example")));
  }

  /** Letters of charsets in which each is one octet: the name is not ASCII. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?iso-8859-1?q?b=40b=FCnk.example?= <a@evil.example>",
        "=?windows-1252?Q?b=40b=FCnk.example?= <a@evil.example>",
        "=?ISO-8859-15*de?q?b=40b=FCnk.example?= <a@evil.example>",
        "=?windows-1251?b?YkDh4O3qLmV4YW1wbGU=?= <a@evil.example>",
        "=?koi8-r?q?b=40=C2=C1=CE=CB.example?= <a@evil.example>",
      })
  void anEncodedNameIsReadInItsCharset(String value) {
    assertThat(author("From: " + value)).isInstanceOf(Author.Several.class);
  }

  @Test
  void severalFromFields() {
    assertThat(author("From: a@b.example\r\nSubject: x\r\nfROM : c@d.example"))
        .isEqualTo(new Author.Repeated());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a@",
        "@good.example",
        "a@good..example",
        "a@[192.0.2.1]",
        "a@192.0.2.1",
        "<a@good.example",
        "a@good.example>",
        "<a@good.example> b@evil.example",
        "<a@good.example> <b@evil.example>",
        "a@good.example b@evil.example",
        "<a@good.example,b@evil.example>",
        "<a@good.example;b@evil.example>",
        "\"a@good.example",
        "(a@good.example",
        "a@good.example)",
        "a\u0000@good.example",
        "a@good\u0000.example",
        "a@good\u000b.example",
        "\"A\u0000\" <a@good.example>",
        "(\u0000) <a@good.example>",
        "A\r\nB <a@good.example>",
        "A\nB <a@good.example>",
        "G: a@good.example",
        "<<a@good.example>>",
        "A <>",
        "<>, <a@good.example>",
        "A > b <a@good.example>",
        "> <a@good.example",
        "<a@good.example>>",
        "<a@good.example>.bank.example>",
        "a@bank.example@good.example",
        "<a@bank.example@good.example>",
        "A a@bank.example@good.example <a@good.example>",
        "a@bank.example <@bank.example@good.example>",
        "<@relay.example,@other.example:a@good.example>",
        "<@bank.example:a@good.example>",
        "<a@good.example>\\,<b@bank.example>",
        "\\\"b@bank.example\\\" <a@good.example>",
        "\"b@bank.example\"@good.example",
        "<\"b@bank.example, \"@good.example>",
        "\"A\"a@good.example",
        "<a b@good.example>",
        "a@bank.example .good.example",
        "a@bank.example. good.example",
        "<a@bank.example (x) .good.example>",
        "A @ home <a@good.example>",
        "b@bank.example: x, <a@good.example>",
        "A a@good.example. B <a@good.example>",
        "@handle <a@good.example>",
        "A a@. <a@good.example>",
        "Acme, Inc. a@good.example <a@good.example>",
        "Acme, Inc. <a@good.example>, <b@good.example>",
        "mailto:a@good.example",
        "<mailto:a@good.example>",
      })
  void malformed(String value) {
    assertThat(author("From: " + value)).isInstanceOf(Author.Malformed.class);
  }

  @Test
  void theMailboxesAreThoseThatStandThere() {
    assertThat(mailboxes("'ann@own.example' <ann@own.example>")).containsExactly("ann@own.example");
    assertThat(mailboxes("=?utf-8?Q?ann@own.example?= <ann@own.example>"))
        .containsExactly("ann@own.example");
    assertThat(mailboxes("ceo@own.example <ann@own.example>"))
        .containsExactly("ann@own.example", "ceo@own.example");
    assertThat(mailboxes("ceo@own.example@evil.example <ann@own.example>")).isEmpty();
  }

  @Test
  void anyOctetsGiveAnAnswerInNoTime() {
    String hostile = "((((\"<@,;:\\".repeat(20_000);
    assertThat(author("From: " + hostile)).isInstanceOf(Author.Malformed.class);
    assertThat(author("From: " + "a@b.example,".repeat(1_000))).isEqualTo(one("b.example"));
  }

  /**
   * Names with U-labels cost microseconds each: a From of 256 KiB would cost a tenth of a second.
   */
  @Test
  void ofMoreThan16KibibytesNothingIsRead() {
    String longest = "a".repeat(16 * 1024 - " <a@b.example>".length() - 1) + " <a@b.example>";
    assertThat(author("From: " + longest)).isEqualTo(one("b.example"));
    assertThat(author("From: x" + longest)).isInstanceOf(Author.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?",
        "=?q",
        "=?utf-8?q?",
        "=?utf-8?q?a?=",
        "=?utf-8?b?QGI=?= ",
        "a/b@c/",
        "(a@b.c)",
        "(",
        "<a@b.example>,",
        "'",
        "\"a\"",
        "a@b.example <a@b.example>,",
      })
  void repetitionsDoNotTakeSquaredTime(String part) {
    String value = part.repeat(256 * 1024 / part.length());
    assertTimeout(Duration.ofSeconds(2), () -> author("From: " + value + " <a@b.example>"));
  }

  @Test
  void colonsBehindAnAtSignDoNotTakeSquaredTime() {
    String value = "a".repeat(128 * 1024) + "@" + ":".repeat(128 * 1024);
    assertTimeout(
        Duration.ofSeconds(2),
        () -> assertThat(author("From: " + value)).isInstanceOf(Author.Malformed.class));
  }

  private static Author author(String section) {
    return Author.of(HeaderSection.parse(section + "\r\n"));
  }

  private static List<String> mailboxes(String value) {
    return Author.mailboxes(
        HeaderSection.parse("From: " + value + "\r\n").fieldsNamed("from").getFirst());
  }

  private static Author one(String domain) {
    return new Author.One(DomainName.of(domain));
  }
}
