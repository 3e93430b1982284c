package org.postseal.signingpolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;

class KeyTermsTest {
  private final KeyTerms terms =
      new KeyTerms(Duration.ofHours(1), () -> Instant.parse("2026-11-29T23:59:59Z"));

  @ParameterizedTest
  @CsvSource({
    "2027-04-01, '; nx=20270401'",
    "2026-11-30, '; nx=20261130'",
    "2026-11-29, ''",
    "2019-01-01, ''",
    "9999-12-31, '; nx=99991231'",
    "+10000-01-01, ''",
    ", ''",
  })
  void aDayIsStatedThatIsToCome(LocalDate day, String stated) {
    var key =
        terms.key(
            DomainName.of("example.com"),
            new Selector("s1"),
            Optional.ofNullable(day),
            "v=DKIM1; k=rsa; p=AAAA");
    assertThat(key.lines())
        .containsExactly("d=example.com; s=s1; ttl=3600" + stated, "v=DKIM1; k=rsa; p=AAAA");
  }
}
