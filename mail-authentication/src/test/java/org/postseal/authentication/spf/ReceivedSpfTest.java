package org.postseal.authentication.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dns.FakeDns;

class ReceivedSpfTest {
  private final FakeDns dns = new FakeDns().txt("example.com", "v=spf1 ip6:2001:db8::/32 -all");

  @Test
  void saysWhoAskedAboutWhatAndWhy() {
    assertThat(field("joe@example.com", "mail.example.com"))
        .isEqualTo(
            "Received-SPF: pass\r\n\treceiver=mx.example.net;\r\n\tidentity=mailfrom;"
                + "\r\n\tenvelope-from=\"joe@example.com\";\r\n\thelo=mail.example.com;"
                + "\r\n\tclient-ip=\"2001:db8::1\";\r\n\tmechanism=\"ip6:2001:db8::/32\";");
  }

  @Test
  void anErrorNamesItsProblem() {
    dns.txt("example.com", "v=spf1");
    assertThat(field("joe@example.com", "h"))
        .startsWith("Received-SPF: permerror")
        .contains("problem=\"example.com has several SPF records\"");
  }

  @Test
  void noStrangerEndsALineOrAString() {
    var field = field("a\"\r\nX: y\\\u00e9@example.com", "\r\n\r\nbody" + "x".repeat(1_000));

    assertThat(field.replace("\r\n\t", "")).matches("[ -~]+");
    assertThat(field).contains("envelope-from=\"a\\\"??X: y\\\\?@example.com\";");
    assertThat(field.length()).isLessThan(800);
  }

  private String field(String reversePath, String helo) {
    var question =
        new SpfQuestion(
            InetAddress.ofLiteral("2001:db8::1"),
            Optional.of(helo),
            Optional.of(reversePath),
            "mx.example.net",
            Instant.EPOCH);
    return ReceivedSpf.field(question, new SpfVerifier(dns, SpfLimits.DEFAULT).verify(question));
  }
}
