package org.postseal.authentication.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dns.FakeDns;
import org.postseal.authentication.spf.SpfRecord.Parsed;

/** Records, senders and answers made to hurt: each ends with a value, soon. */
class SpfHostileInputTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");
  private static final List<String> PIECES =
      List.of(
          "a",
          "mx",
          "ptr",
          "all",
          "include:",
          "exists:",
          "redirect=",
          "exp=",
          "ip4:",
          "ip6:",
          ":",
          "/",
          "//",
          "24",
          " ",
          "%{",
          "}",
          "%",
          "%%",
          "%_",
          "d",
          "S",
          "2r",
          ".-+",
          "%{p}",
          "%{ir}",
          "%{l1r-}",
          ".example.com",
          "example.com",
          "192.0.2.1",
          "::1",
          "-",
          "~",
          "?",
          "=",
          "\u0000",
          "\u00ff",
          "\r\n",
          "999999999999999999999");

  @Test
  void anyTextIsARecordOrNone() {
    var random = new Random(7208);
    assertTimeout(
        SOON,
        () -> {
          for (int i = 0; i < 20_000; i++) {
            var text = "v=spf1 " + pieces(random, 24);
            assertThat(SpfRecord.isSpf(text)).isTrue();
            if (SpfRecord.parse(text) instanceof Parsed.Malformed(var reason)) {
              assertThat(reason).matches("[ -~]{1,200}");
            }
          }
        });
  }

  @Test
  void anyPolicyOfAnySenderEndsWithinTheLimits() {
    var random = new Random(4408);
    assertTimeout(
        SOON,
        () -> {
          for (int i = 0; i < 5_000; i++) {
            var dns = new FakeDns().address("example.com", "192.0.2.9");
            dns.pointer("1.2.0.192.in-addr.arpa", "example.com");
            dns.txt("example.com", "v=spf1 " + pieces(random, 16) + " exp=x.example.com");
            dns.txt("x.example.com", pieces(random, 8));
            var outcome = check(dns, pieces(random, 6) + "@example.com", pieces(random, 4));
            outcome.why().ifPresent(reason -> assertThat(reason).matches("[ -~]*"));
            if (outcome instanceof SpfOutcome.Fail(_, var explanation)) {
              explanation.ifPresent(text -> assertThat(text).matches("[ -~]*"));
            }
            assertThat(dns.questions()).isLessThan(150);
          }
        });
  }

  @Test
  void aLoopOfIncludesEndsAtTheTerms() {
    var dns = new FakeDns().txt("example.com", "v=spf1 include:example.com include:example.com");

    assertThat(check(dns, "a@example.com", "h"))
        .isEqualTo(new SpfOutcome.PermanentError("more than 10 terms ask the DNS"));
    assertThat(dns.questions()).isEqualTo(11);
  }

  @Test
  void anExpansionBeyondTheLimitIsAPermanentError() {
    var dns = new FakeDns().txt("example.com", "v=spf1 exists:" + "%{s}".repeat(3_000) + " -all");

    assertThat(check(dns, "x".repeat(60) + "@example.com", "h"))
        .isEqualTo(new SpfOutcome.PermanentError("a macro expands to more than 4096"));
    assertThat(check(dns, "x.".repeat(1_000_000) + "@example.com", "h"))
        .isInstanceOf(SpfOutcome.PermanentError.class);
  }

  @Test
  void aRecordBeyondTheLimitIsAPermanentError() {
    var dns = new FakeDns().txt("example.com", "v=spf1" + " a".repeat(10_000));

    assertThat(check(dns, "a@example.com", "h"))
        .isEqualTo(
            new SpfOutcome.PermanentError("the SPF record of example.com is longer than 16384"));
  }

  @Test
  void theNamesOfTheReverseTreeAreAskedForOnceAndTenOfThemOnly() {
    var dns = new FakeDns().txt("example.com", "v=spf1 ptr ptr:example.net exists:%{p}.x.y -all");
    for (int i = 0; i < 50; i++) {
      dns.pointer("1.2.0.192.in-addr.arpa", "h" + i + ".example.com");
    }

    assertThat(check(dns, "a@example.com", "h")).isInstanceOf(SpfOutcome.Fail.class);
    assertThat(dns.asked()).doesNotHaveDuplicates().hasSize(1 + 1 + 10 + 1);
  }

  @Test
  void anExchangerWithoutAddressesIsNoVoidLookup() {
    var dns = new FakeDns().txt("example.com", "v=spf1 mx mx:b.example mx:c.example ip4:192.0.2.1");
    for (var name : List.of("example.com", "b.example", "c.example")) {
      dns.mailExchange(name, 1, "nowhere." + name);
    }

    assertThat(check(dns, "a@example.com", "h")).isInstanceOf(SpfOutcome.Pass.class);
  }

  private static SpfOutcome check(FakeDns dns, String sender, String helo) {
    return new SpfVerifier(dns, SpfLimits.DEFAULT)
        .verify(
            new SpfQuestion(
                CLIENT, Optional.of(helo), Optional.of(sender), "mx.example.net", Instant.EPOCH))
        .outcome();
  }

  private static String pieces(Random random, int most) {
    var text = new StringBuilder();
    int count = random.nextInt(most) + 1;
    for (int i = 0; i < count; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }
}
