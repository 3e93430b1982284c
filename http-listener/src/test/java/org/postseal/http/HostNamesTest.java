package org.postseal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.http.HostNames.Addressed;
import org.postseal.http.HostNames.Arrival;
import org.postseal.http.HostNames.Outcome;

class HostNamesTest {
  private static final HostNames NOBODY_SAID = new HostNames(List.of());
  private static final HostNames CONFIGURED =
      new HostNames(List.of("Gateway.example", "[2001:db8::1]"));

  private static Outcome of(HostNames names, Arrival arrival, String host) {
    return names.outcome(new Addressed(List.of(host), "/q/metrics", true), arrival);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8080",
        "LOCALHOST:8080",
        "localhost.",
        "127.0.0.1",
        "127.0.0.1:8080",
        "127.8.9.10:1",
        "[::1]",
        "[::1]:8080",
        "[0:0:0:0:0:0:0:1]:8080",
        "[::ffff:127.0.0.1]"
      })
  void loopbackIsCalledByItsNamesOnly(String host) {
    assertThat(of(NOBODY_SAID, Arrival.LOOPBACK, host)).isEqualTo(Outcome.ANSWERED);
    assertThat(of(CONFIGURED, Arrival.ELSEWHERE, host)).isEqualTo(Outcome.ANSWERED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attacker.example",
        "attacker.example:8080",
        "localhost.attacker.example",
        "127.0.0.1.attacker.example",
        "notlocalhost",
        "a.localhost",
        "0.0.0.0",
        "127.1",
        "192.0.2.1",
        "[::]",
        "[2001:db8::1]",
        "gateway.example"
      })
  void anyOtherNameOnLoopbackMeansSomebodyElse(String host) {
    assertThat(of(NOBODY_SAID, Arrival.LOOPBACK, host)).isEqualTo(Outcome.MISDIRECTED);
  }

  @ParameterizedTest
  @CsvSource({
    "gateway.example, ANSWERED",
    "GATEWAY.EXAMPLE.:443, ANSWERED",
    "[2001:db8:0::1], MISDIRECTED",
    "[2001:db8::1], ANSWERED",
    "other.example, MISDIRECTED",
    "x.gateway.example, MISDIRECTED",
  })
  void namesThatAreConfiguredAreOurs(String host, Outcome outcome) {
    assertThat(of(CONFIGURED, Arrival.LOOPBACK, host)).isEqualTo(outcome);
  }

  @Test
  void elsewhereAnyNameWillDoUntilSomeAreConfigured() {
    assertThat(of(NOBODY_SAID, Arrival.ELSEWHERE, "verifier.postseal.svc"))
        .isEqualTo(Outcome.ANSWERED);
    assertThat(of(CONFIGURED, Arrival.ELSEWHERE, "attacker.example"))
        .isEqualTo(Outcome.MISDIRECTED);
    assertThat(of(CONFIGURED, Arrival.ELSEWHERE, "10.42.0.7:8080")).isEqualTo(Outcome.ANSWERED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "localhost@attacker.example",
        "localhost,attacker.example",
        "localhost:80:80",
        "localhost:x",
        "localhost/",
        "::1",
        "[::1",
        "[]",
        ".",
        "[::1]x",
        "[127.0.0.1]",
        "local\thost",
        "löcalhost"
      })
  void whatNamesNobodyIsMalformed(String host) {
    assertThat(of(NOBODY_SAID, Arrival.LOOPBACK, host)).isEqualTo(Outcome.MALFORMED);
    assertThat(of(NOBODY_SAID, Arrival.ELSEWHERE, host)).isEqualTo(Outcome.MALFORMED);
  }

  @Test
  void oneFieldIsNeededSinceHttp11() {
    assertThat(
            NOBODY_SAID.outcome(
                new Addressed(List.of("localhost", "localhost"), "/", true), Arrival.LOOPBACK))
        .isEqualTo(Outcome.MALFORMED);
    assertThat(NOBODY_SAID.outcome(new Addressed(List.of(), "/", true), Arrival.LOOPBACK))
        .isEqualTo(Outcome.MALFORMED);
    assertThat(NOBODY_SAID.outcome(new Addressed(List.of(), "/", false), Arrival.LOOPBACK))
        .isEqualTo(Outcome.ANSWERED);
  }

  @ParameterizedTest
  @CsvSource({
    "http://attacker.example/q/metrics, MISDIRECTED",
    "HTTPS://attacker.example?x, MISDIRECTED",
    "http://localhost:8080/q/metrics, ANSWERED",
    "http:///q/metrics, MALFORMED",
    "/q?at=http://attacker.example/, ANSWERED",
    "*, ANSWERED"
  })
  void aTargetInAbsoluteFormIsHeeded(String target, Outcome outcome) {
    assertThat(
            NOBODY_SAID.outcome(
                new Addressed(List.of("localhost"), target, true), Arrival.LOOPBACK))
        .isEqualTo(outcome);
  }
}
