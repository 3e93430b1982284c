package org.postseal.smtpclient.sts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dns.DomainName;
import org.postseal.smtpclient.sts.StsPolicy.Mode;

/** RFC 8461 §3.1 and §3.2. */
class StsPolicyTest {
  private static final String GOOD =
      "version: STSv1\nmode: enforce\nmx: mx.example.com\nmx: *.Example.net\nmax_age: 604800\n";

  @Test
  void readsAPolicy() {
    assertThat(StsPolicy.parse(GOOD))
        .contains(
            new StsPolicy(
                Mode.ENFORCE, List.of("mx.example.com", "*.example.net"), Duration.ofDays(7)));
    assertThat(StsPolicy.parse(GOOD.replace("\n", "\r\n"))).isEqualTo(StsPolicy.parse(GOOD));
    assertThat(StsPolicy.parse(GOOD + "future: yes\nmode: none\n"))
        .isEqualTo(StsPolicy.parse(GOOD));
  }

  @Test
  void noModeButNoneIsWithoutExchangers() {
    assertThat(StsPolicy.parse("version: STSv1\nmode: none\nmax_age: 1\n")).isPresent();
    assertThat(StsPolicy.parse("version: STSv1\nmode: testing\nmax_age: 1\n")).isEmpty();
  }

  @Test
  void nobodyIsRememberedForMoreThanAYear() {
    assertThat(StsPolicy.parse(GOOD.replace("604800", "9999999999")).orElseThrow().maxAge())
        .hasSeconds(31_557_600);
  }

  @ParameterizedTest
  @CsvSource({
    "STSv1, STSv2",
    "version: STSv1, ''",
    "enforce, enforced",
    "mode: enforce, ''",
    "max_age: 604800, ''",
    "604800, -1",
    "604800, soon",
    "mx.example.com, mx..example.com",
    "mx.example.com, mx.*.example.com",
  })
  void whatIsNoneIsNone(String part, String instead) {
    assertThat(StsPolicy.parse(GOOD.replace(part, instead))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "mx.example.com, true",
    "a.example.net, true",
    "example.net, false",
    "a.b.example.net, false",
    "mx2.example.com, false",
    "xexample.net, false"
  })
  void aWildcardStandsForOneLabel(String exchange, boolean allowed) {
    assertThat(StsPolicy.parse(GOOD).orElseThrow().allows(DomainName.of(exchange)))
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v=STSv1; id=20260101;", "v=STSv1;id=20260101", "v=STSv1 ; id=20260101"})
  void readsARecord(String text) {
    assertThat(StsRecord.id(List.of("v=spf1 -all", text))).isEqualTo(Optional.of("20260101"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"v=STSv1", "v=STSv1; id=", "v=STSv1; id=a-b", "v=STSv12; id=1", "id=1; v=STSv1"})
  void noRecordNoId(String text) {
    assertThat(StsRecord.id(List.of(text))).isEmpty();
  }

  @Test
  void twoRecordsAreNone() {
    assertThat(StsRecord.id(List.of("v=STSv1; id=1", "v=STSv1; id=2"))).isEmpty();
  }
}
