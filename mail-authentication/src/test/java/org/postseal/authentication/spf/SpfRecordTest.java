package org.postseal.authentication.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.spf.SpfRecord.Parsed;

class SpfRecordTest {

  @Test
  void everyMechanismKeepsItsTextAndQualifier() {
    SpfRecord record =
        wellFormed(
            "v=spf1 a a:b.example/24//64 -mx ~ptr:b.example ?ip4:192.0.2.0/24 IP6:2001:db8::/32"
                + " include:%{d2}.b.example exists:%{ir}.%{v}.b.example. -all");

    assertThat(record.directives())
        .extracting(d -> d.qualifier() + " " + d.mechanism().text())
        .containsExactly(
            "PASS a",
            "PASS a:b.example/24//64",
            "FAIL mx",
            "SOFTFAIL ptr:b.example",
            "NEUTRAL ip4:192.0.2.0/24",
            "PASS IP6:2001:db8::/32",
            "PASS include:%{d2}.b.example",
            "PASS exists:%{ir}.%{v}.b.example.",
            "FAIL all");
  }

  @Test
  void lengthsBehindANameAreReadFromTheRight() {
    SpfRecord record = wellFormed("v=spf1 a:%{l/}.a/b.example/8//48");

    assertThat(((Mechanism.A) record.directives().getFirst().mechanism()).cidr())
        .isEqualTo(new DualCidr(8, 48));
  }

  @Test
  void modifiersStandAnywhereAndUnknownOnesAreLeftOut() {
    SpfRecord record = wellFormed("v=spf1 exp=e.example Redirect=r.example x-y.z=%{c}/: -all");

    assertThat(record.explanation()).isPresent();
    assertThat(record.redirect()).isPresent();
    assertThat(record.directives()).hasSize(1);
  }

  /** Each differs from a well-formed term in one thing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "all:",
        "all.",
        "-all/8",
        "--all",
        "moo",
        "a:",
        "a:museum",
        "a:b.example:25",
        "a/33",
        "a//129",
        "a/024",
        "a/24/64",
        "a:b.123",
        "a:b.-example",
        "a:b.example-",
        "mx:",
        "ptr/0",
        "ptr:",
        "ip4",
        "ip4:192.0.2",
        "ip4:192.0.2.256",
        "ip4:192.0.2.01",
        "ip4:192.0.2.0/33",
        "ip4:192.0.2.0//24",
        "ip4:192.0.2.0/",
        "ip6:192.0.2.1",
        "ip6:::1%eth0",
        "ip6:[::1]",
        "ip6:::1//64",
        "ip6:::1/129",
        "include",
        "include:b.example/24",
        "exists:",
        "exists:%{d0}.b.example",
        "exists:%{x}.b.example",
        "exists:%{d",
        "exists:%d.b.example",
        "exists:%{c}.b.example",
        "redirect:b.example",
        "redirect=",
        "exp=",
        "1x=y",
        "=all",
        "x=%",
        "a:b\u0080.example",
        "a:b\t.example",
        "\u0080all"
      })
  void oneDefectAnywhereSpoilsTheRecord(String term) {
    assertThat(SpfRecord.parse("v=spf1 ip4:192.0.2.1 " + term + " -all"))
        .isInstanceOfSatisfying(
            Parsed.Malformed.class, malformed -> assertThat(malformed.reason()).matches("[ -~]+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"redirect=a.example", "exp=a.example"})
  void redirectAndExpStandOnce(String modifier) {
    assertThat(SpfRecord.parse("v=spf1 " + modifier)).isInstanceOf(Parsed.WellFormed.class);
    assertThat(SpfRecord.parse("v=spf1 " + modifier + " -all " + modifier))
        .isInstanceOf(Parsed.Malformed.class);
  }

  @Test
  void onlyTheVersionMakesARecordAnSpfRecord() {
    assertThat(List.of("v=spf1", "V=SPF1 -all", "v=spf1 ")).allMatch(SpfRecord::isSpf);
    assertThat(List.of("v=spf10", "v=spf1\tall", " v=spf1", "v=spf", ""))
        .noneMatch(SpfRecord::isSpf);
  }

  private static SpfRecord wellFormed(String text) {
    return ((Parsed.WellFormed) SpfRecord.parse(text)).spfRecord();
  }
}
