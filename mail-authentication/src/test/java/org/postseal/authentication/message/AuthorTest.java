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
        "A <a@good.example>",
        "A B. C <a@GOOD.example>",
        "\"b@evil.example\" <a@good.example>",
        "\"b@evil.example, c\" <a@good.example>",
        "\"\\\"b@evil.example\" <a@good.example>",
        "(b@evil.example) a@good.example (c@evil.example)",
        "(nested (b@evil.example) <c@evil.example>) <a@good.example>",
        "b@evil.example <a@good.example>",
        "=?utf-8?q?b=40evil.example?= <a@good.example>",
        "\"a b\"@good.example",
        "\"b@evil.example\"@good.example",
        "a @ good . example",
        "a@good.\r\n example",
        "A\r\n <a@good.example>",
        "<@relay.example,@other.example:a@good.example>",
        "Group: a@good.example;",
        "Group: A <a@good.example>, ;",
        ", a@good.example,,",
        "\u00c3\u00a9 <\u00c3\u00a9@good.example>",
      })
  void oneAuthor(String value) {
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
    assertThat(author("From: (a@b.example)")).isEqualTo(new Author.None());
  }

  @Test
  void severalAuthors() {
    assertThat(author("From: a@one.example, B <b@two.example>, c@one.example"))
        .isEqualTo(
            new Author.Several(
                List.of(DomainName.of("one.example"), DomainName.of("two.example"))));
    assertThat(author("From: <a@one.example>, <b@one.example>"))
        .isEqualTo(new Author.Several(List.of(DomainName.of("one.example"))));
    assertThat(author("From: G: a@one.example, b@two.example;, c@one.example"))
        .isInstanceOf(Author.Several.class);
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
        "\"a@good.example",
        "(a@good.example",
        "a@good.example)",
        "a\u0000@good.example",
        "a@good\u0000.example",
        "G: a@good.example",
        "<<a@good.example>>",
      })
  void malformed(String value) {
    assertThat(author("From: " + value)).isInstanceOf(Author.Malformed.class);
  }

  @Test
  void anyOctetsGiveAnAnswerInNoTime() {
    String hostile = "((((\"<@,;:\\".repeat(20_000);
    assertThat(author("From: " + hostile)).isInstanceOf(Author.Malformed.class);
    assertThat(author("From: " + "a@b.example,".repeat(20_000)))
        .isEqualTo(new Author.Several(List.of(DomainName.of("b.example"))));
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

  private static Author one(String domain) {
    return new Author.One(DomainName.of(domain));
  }
}
