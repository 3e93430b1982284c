package org.postseal.authentication.authresults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.message.HeaderSection;

class AuthservIdTest {
  private static final String OURS = "mx.example.net";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authentication-Results: mx.example.net; dkim=pass",
        "authentication-RESULTS: MX.example.NET; dkim=pass",
        "Authentication-Results : mx.example.net; dkim=pass",
        "Authentication-Results:mx.example.net;dkim=pass",
        "Authentication-Results: mx.example.net",
        "Authentication-Results: mx.example.net 1; dkim=pass",
        "Authentication-Results:\r\n\tmx.example.net\r\n\t;dkim=pass",
        "Authentication-Results: (a comment) mx.example.net (another); dkim=pass",
        "Authentication-Results: (a (nested; one)) mx.example.net; dkim=pass",
        "Authentication-Results: (a \\) trick) mx.example.net; dkim=pass",
        "Authentication-Results: \"mx.example.net\"; dkim=pass",
        "Authentication-Results: \"mx.ex\\ample.net\"; dkim=pass",
        "Authentication-Results: mx.(comment)example.net; dkim=pass",
        "Authentication-Results: mx . example\r\n . net; dkim=pass",
        "Authentication-Results: mx.example.net.; dkim=pass",
        "Authentication-Results: ; mx.example.net; dkim=pass",
        "Authentication-Results: (never closed mx.example.net; dkim=pass",
        "Authentication-Results: mx.example.net/1; dkim=pass",
        "Authentication-Results: mx.example.net\u0000; dkim=pass",
        "Authentication-Results: mx.example\u0000.net; dkim=pass",
        "Authentication-Results: \u000bmx.example.net\u000b1; dkim=pass",
        "Authentication-Results: mx.example.net,; dkim=pass",
        "Authentication-Results: mx.example.net, 1; dkim=pass",
        "Authentication-Results: mx.example.net=1; dkim=pass",
        "Authentication-Results: mx.example.net@x; dkim=pass",
        "Authentication-Results: x@mx.example.net; dkim=pass",
        "Authentication-Results: =mx.example.net; dkim=pass",
        "Authentication-Results: mx.example.net\"x\"; dkim=pass",
        "Authentication-Results: mx.example.net.:1; dkim=pass",
        "Authentication-Results: mx.example.net\u00a0; dkim=pass",
        "Authentication-Results: \"mx.example.net; dkim=pass",
        "Authentication-Results: mx.example.net..; dkim=pass",
        "Authentication-Results: .mx.example.net; dkim=pass",
        "Authentication-Results: mx.example.net_; dkim=pass",
        "Authentication-Results: mx.example.net_1; dkim=pass",
        "Authentication-Results: mx.example.net.\u00a01; dkim=pass",
        "Authentication-Results: =?utf-8?q?mx=2Eexample=2Enet?=; dkim=pass",
        "Authentication-Results: =?utf-8?B?bXguZXhhbXBsZS5uZXQ=?=; dkim=pass",
        "Authentication-Results: =?utf-8?q?mx=2Eexample=2Enet=3B_dkim=3Dpass?=",
        "Authentication-Results: mx=?us-ascii?q?.example?= =?x?q?.net?=; dkim=pass",
        "Authentication-Results: =?utf-8?q?(x)_mx=2Eexample=2Enet?= 1; dkim=pass",
        "Authentication-Results: =?utf-7?q?mx+AC4-example+AC4-net?=; dkim=pass",
      })
  void aFieldThatClaimsToBeOurs(String field) {
    assertThat(claiming(field)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authentication-Results: mx.example.com; dkim=pass",
        "Authentication-Results: evil.mx.example.net; dkim=pass",
        "Authentication-Results: mx.example.network; dkim=pass",
        "Authentication-Results: mx.example.net1; dkim=pass",
        "Authentication-Results: other.example; dkim=pass header.d=mx.example.net",
        "Authentication-Results: other.example (mx.example.net); dkim=pass",
        "Authentication-Results: =?utf-8?q?other=2Eexample?=; dkim=pass header.d=mx.example.net",
        "Authentication-Results: other.example; dkim=pass reason==?utf-8?q?mx=2Eexample=2Enet?=",
        "Authentication-Results: mx.example-net; dkim=pass",
        "ARC-Authentication-Results: i=1; mx.example.net; dkim=pass",
        "X-Authentication-Results: mx.example.net; dkim=pass",
        "Subject: mx.example.net",
      })
  void aFieldOfSomebodyElse(String field) {
    assertThat(claiming(field)).isZero();
  }

  @Test
  void exactlyTheClaimingFieldsAreTakenOutWhole() {
    String kept1 = "Received: by x\r\n\tfor y\r\n";
    String forged = "Authentication-Results: mx.example.net;\r\n\tdkim=pass\r\n\theader.d=a.b\r\n";
    String kept2 = "Authentication-Results: mx.example.com; dkim=fail\r\nFrom:  a@b.example \r\n";
    HeaderSection section = HeaderSection.parse(forged + kept1 + forged + kept2 + forged);
    byte[] cleaned = section.octetsWithout(AuthservId.fieldsClaiming(OURS, section));
    assertThat(new String(cleaned, StandardCharsets.ISO_8859_1)).isEqualTo(kept1 + kept2);
  }

  @Test
  void anyOctetsGiveAnAnswer() {
    var random = new Random(8601);
    String alphabet = "mx.example.net;()\"\\ \t1";
    for (int round = 0; round < 20_000; round++) {
      var value = new StringBuilder();
      for (int i = random.nextInt(30); i > 0; i--) {
        value.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      HeaderSection section = HeaderSection.parse("Authentication-Results: " + value + "\r\n");
      AuthservId id = AuthservId.read(section.fields().getFirst());
      assertThat(id.end()).isBetween(0, value.length() + 1);
    }
  }

  private static int claiming(String field) {
    return AuthservId.fieldsClaiming(OURS, HeaderSection.parse(field + "\r\n")).size();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mx.b\u00C3\u00BCcher.example; dkim=pass",
        "MX.B\u00C3\u009CCHER.example; dkim=pass",
        "mx.xn--bcher-kva.example; dkim=pass",
        "\"mx.b\u00C3\u00BCcher.example\" 1; dkim=pass",
      })
  void aNameMayBeInUnicode(String value) {
    var section = HeaderSection.parse("Authentication-Results: " + value + "\r\n");
    assertThat(AuthservId.fieldsClaiming("mx.b\u00FCcher.example", section)).hasSize(1);
    assertThat(AuthservId.fieldsClaiming("mx.xn--bcher-kva.example", section)).hasSize(1);
    assertThat(AuthservId.fieldsClaiming("mx.bucher.example", section)).isEmpty();
  }

  /** RFC 8601 §2.2: {@code none} is for a message about which there is no result. */
  @Test
  void noneIsLeftOutOfTheResultsCarriedOver() {
    assertThat(results("none", "spf=pass", " (nothing) NONE ")).containsExactly("spf=pass");
    assertThat(results("none", "none;")).isEmpty();
    assertThat(results("none (x;y)")).isEmpty();
    assertThat(results("spf=pass (a; b);none; dkim=none (k)"))
        .containsExactly("spf=pass (a; b); dkim=none (k)");
    assertThat(results("dkim=none", "dmarc=none reason=\"; none\""))
        .containsExactly("dkim=none", "dmarc=none reason=\"; none\"");
  }

  private static List<String> results(String... results) {
    var section =
        Stream.of(results)
            .map(text -> "Authentication-Results: " + OURS + "; " + text + "\r\n")
            .collect(Collectors.joining());
    return AuthservId.resultsClaiming(OURS, HeaderSection.parse(section));
  }

  /** U+0130 becomes two characters when it becomes small, and Java copied the whole for each. */
  @Test
  void aLongNameOfLettersThatGrowIsReadInLinearTime() {
    var octets =
        ("Authentication-Results: " + "\u0130".repeat(100_000) + "; none\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    var section = HeaderSection.parse(octets);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(AuthservId.fieldsClaiming("mx.example.com", section)).isEmpty();
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L << 20);
  }
}
