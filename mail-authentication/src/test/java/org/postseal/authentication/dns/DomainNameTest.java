package org.postseal.authentication.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {

  private static final String LABEL_63 = "a".repeat(63);
  private static final String NAME_253 =
      LABEL_63 + "." + LABEL_63 + "." + LABEL_63 + "." + "a".repeat(61);

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "Mail.EXAMPLE.Com, mail.example.com",
    "2026q4._domainkey.example.com, 2026q4._domainkey.example.com",
    "com, com",
    "xn--bcher-kva.example, xn--bcher-kva.example",
    "XN--BCHER-KVA.example, xn--bcher-kva.example",
    "bücher.example, xn--bcher-kva.example",
    "BÜCHER.example, xn--bcher-kva.example",
    "例え。テスト, xn--r8jz45g.xn--zckzah",
    "почта.рф, xn--80a1acny.xn--p1ai",
  })
  void readsAnyCaseAndULabelsIntoOneNormalForm(String text, String normal) {
    assertThat(DomainName.parse(text)).contains(new DomainName(normal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ".example.com",
        "example.com.",
        "example..com",
        "-example.com",
        "example-.com",
        "exam ple.com",
        "example.com\r\n",
        "example.com\u0000",
        "exa*mple.com",
        "[192.0.2.1]",
        "user@example.com",
        "\u2488example.com", // maps to "1.example.com"
        "bücher..example",
        "\uD800.example",
      })
  void refusesWhatIsNoDomainName(String text) {
    assertThat(DomainName.parse(text)).isEmpty();
  }

  @Test
  void labelsEndAt63AndNamesAt253() {
    assertThat(DomainName.parse(NAME_253)).isPresent();
    assertThat(DomainName.parse(NAME_253 + "a")).isEmpty();
    assertThat(DomainName.parse(LABEL_63 + ".example")).isPresent();
    assertThat(DomainName.parse(LABEL_63 + "a.example")).isEmpty();
    assertThat(DomainName.parse("ü".repeat(253))).isEmpty();
  }

  @Test
  void aNameToAskForMayHoldAnyPrintableOctet() {
    assertThat(DomainName.queryable("Foo:bar/b\\z +=\"-.example.com").map(DomainName::ascii))
        .contains("foo:bar/b\\z +=\"-.example.com");
    assertThat(DomainName.queryable("foo:bar.example.com").map(DomainName::isHostName))
        .contains(false);
    assertThat(DomainName.queryable("example.com")).isEqualTo(DomainName.parse("example.com"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", "a.b.", "a\u0000.b", "a\r.b", "\u00FC.b", "\u212A.b"})
  void whatTheDnsCannotBeAskedForHere(String text) {
    assertThat(DomainName.queryable(text)).isEmpty();
    assertThat(DomainName.queryable(LABEL_63 + "a.b")).isEmpty();
  }

  @Test
  void theConstructorTakesTheNormalFormOnly() {
    assertThatThrownBy(() -> new DomainName("Example.com"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DomainName.of("no domain"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parentsEndAtTheTopLevel() {
    var name = DomainName.of("a.example.com");
    assertThat(name.parent()).contains(DomainName.of("example.com"));
    assertThat(name.parent().flatMap(DomainName::parent)).contains(DomainName.of("com"));
    assertThat(DomainName.of("com").parent()).isEmpty();
    assertThat(DomainName.ROOT.parent()).isEmpty();
  }

  @Test
  void aSubdomainEndsAtALabelBorder() {
    var example = DomainName.of("example.com");
    assertThat(DomainName.of("a.example.com").isSubdomainOf(example)).isTrue();
    assertThat(DomainName.of("a.b.example.com").isSubdomainOf(example)).isTrue();
    assertThat(DomainName.of("notexample.com").isSubdomainOf(example)).isFalse();
    assertThat(example.isSubdomainOf(example)).isFalse();
    assertThat(example.isSameOrSubdomainOf(example)).isTrue();
    assertThat(example.isSubdomainOf(DomainName.of("a.example.com"))).isFalse();
    assertThat(example.isSubdomainOf(DomainName.ROOT)).isTrue();
  }

  @Test
  void prefixingKeepsTheLimits() {
    var example = DomainName.of("example.com");
    assertThat(example.prefixedWith("s._domainkey"))
        .contains(DomainName.of("s._domainkey.example.com"));
    assertThat(example.prefixedWith("")).isEmpty();
    assertThat(DomainName.of(NAME_253).prefixedWith("s")).isEmpty();
  }

  @Test
  void theRootHasNoLabelsAndIsNoHost() {
    assertThat(DomainName.ROOT.isRoot()).isTrue();
    assertThat(DomainName.ROOT.labels()).isEmpty();
    assertThat(DomainName.ROOT.isHostName()).isFalse();
    assertThat(new MailExchange(0, DomainName.ROOT).isNull()).isTrue();
    assertThat(DomainName.of("a._domainkey.example").labels())
        .containsExactly("a", "_domainkey", "example");
    assertThat(DomainName.of("a._domainkey.example").isHostName()).isFalse();
    assertThat(DomainName.of("example").isHostName()).isTrue();
  }
}
