package org.postseal.relay.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginalRecipientTest {
  @ParameterizedTest
  @CsvSource({
    "rfc822;bob@x.example, rfc822, bob@x.example",
    "RFC822;bob+2Bnews@x.example, rfc822, bob+news@x.example",
    "rfc822;a+3Db@x.example, rfc822, a=b@x.example",
    "rfc822;a+20b@x.example, rfc822, a b@x.example",
    // what would be a line end or a control once decoded stays as it came
    "rfc822;bob+0D+0ASubject:+20x, rfc822, bob+0D+0ASubject:+20x",
    "rfc822;bob+00@x.example, rfc822, bob+00@x.example",
    "rfc822;j+C3+B6@x.example, rfc822, j+C3+B6@x.example",
    // no xtext at all
    "rfc822;bob+zz@x.example, rfc822, bob+zz@x.example",
    "utf-8;jö@x.example, utf-8, jö@x.example",
    "utf-8;j\\x{F6}@x.example, utf-8, jö@x.example",
    "utf-8;j\\x{1F600}@x.example, utf-8, j😀@x.example",
    "utf-8;j+5Cx{F6}@x.example, utf-8, jö@x.example",
    "utf-8;j\\x{0D}\\x{0A}@x.example, utf-8, j\\x{0D}\\x{0A}@x.example",
    "utf-8;j\\x{D800}@x.example, utf-8, j\\x{D800}@x.example",
    "utf-8;j\\x{110000}@x.example, utf-8, j\\x{110000}@x.example",
    "x400;+2Fc=de, x400, +2Fc=de",
  })
  void isShownDecodedWhereThatIsHarmless(String orcpt, String type, String address) {
    assertThat(OriginalRecipient.parse(orcpt)).contains(new OriginalRecipient(type, address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bob@x.example", ";bob@x.example", "rfc 822;x", "a:b;x"})
  void isNothingWithoutAnAddressType(String orcpt) {
    assertThat(OriginalRecipient.parse(orcpt)).isEmpty();
  }
}
