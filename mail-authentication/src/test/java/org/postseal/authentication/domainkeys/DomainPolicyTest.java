package org.postseal.authentication.domainkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.FakeDns;
import org.postseal.authentication.message.HeaderSection;

/** An unsigned message of example.com, whose policy is one thing or another. */
class DomainPolicyTest {
  private static final HeaderSection SECTION = HeaderSection.parse("From: joe@example.com\r\n");
  private static final String NAME = "_domainkey.example.com";

  private final FakeDns dns = new FakeDns();

  private Optional<DomainPolicy> policy(HeaderSection section) {
    return DomainKeysVerifier.withPolicy(DomainKeysResult.NO_SIGNATURE, section, dns).policy();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "o=-                        | SIGNS_ALL  | false",
        "t=y; o=-                   | SIGNS_ALL  | true",
        "o=~; r=a@example.com; n=x; | SIGNS_SOME | false",
        "t=y                        | SIGNS_SOME | true",
        "n=nothing                  | SIGNS_SOME | false",
      })
  void saysHowMuchIsSigned(String text, DomainPolicy.Outbound outbound, boolean testing) {
    dns.txt(NAME, text);
    assertThat(policy(SECTION))
        .contains(new DomainPolicy(DomainName.of("example.com"), outbound, testing));
  }

  @ParameterizedTest
  @ValueSource(strings = {"o=!", "o=", "o=-; o=~", "v=spf1 -all", "=-"})
  void whatIsNoPolicyIsNone(String text) {
    dns.txt(NAME, text);
    assertThat(policy(SECTION)).isEmpty();
  }

  @Test
  void noneSeveralAndNoAnswerAreNone() {
    assertThat(policy(SECTION)).isEmpty();
    dns.txt(NAME, "o=-").txt(NAME, "o=~");
    assertThat(policy(SECTION)).isEmpty();
    dns.unavailable("_domainkey.example.org", "SERVFAIL");
    assertThat(policy(HeaderSection.parse("From: joe@example.org\r\n"))).isEmpty();
    assertThat(policy(HeaderSection.parse("Subject: nobody\r\n"))).isEmpty();
  }

  @Test
  void theSendingDomainIsThatOfSender() {
    dns.txt(NAME, "o=-");
    assertThat(policy(HeaderSection.parse("From: a@b.example\r\nSender: joe@example.com\r\n")))
        .isPresent();
  }

  @Test
  void aValidSignatureNeedsNoPolicy() {
    var valid =
        new DomainKeysResult(
            DomainKeysOutcome.SUCCESS,
            Optional.of(DomainName.of("example.com")),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty());
    assertThat(DomainKeysVerifier.withPolicy(valid, SECTION, dns)).isEqualTo(valid);
    assertThat(dns.questions()).isZero();
  }
}
