package org.postseal.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.hosts.Reachable;
import org.postseal.smtpclient.hosts.ZoneInMemory;

/** Servers that an operator named: TLS that has to be, and AUTH. */
class SmarthostTest {
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final String PLAIN =
      Base64.getEncoder().encodeToString("\0gw\0s ecret".getBytes(StandardCharsets.UTF_8));
  private static final String GREETED = "S: 220 smart.example\nC: EHLO gw.example.com\n";
  private static final String STARTTLS =
      GREETED
          + "S: 250-smart.example\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go ahead\n(tls)\n"
          + "C: EHLO gw.example.com\n";
  private static final String REFUSED_MAIL = "C: MAIL FROM:<a@example.com>\nS: 550 5.7.1 no\n";

  private static TestCertificate certificate;
  private static TestCertificate ofAnother;

  private final Watch watch = new Watch();
  private final Connections connections = new Connections(new Connections.Reuse(TIME, 100));

  @BeforeAll
  static void makeCertificates(@TempDir Path directory) throws Exception {
    certificate = TestCertificate.make(directory.resolve("host"), "SAN=ip:127.0.0.1");
    ofAnother = TestCertificate.make(directory.resolve("other"), "SAN=dns:other.example");
  }

  @AfterEach
  void close() {
    connections.close();
    watch.close();
  }

  private Outcome send(ScriptedNextHop hop, Server.Security security, TestCertificate trusted) {
    var credentials =
        Credentials.parse(List.of("# ours", "", "127.0.0.1:" + hop.port() + " gw s ecret"));
    var client =
        new NextHopClient(
            new MailExchangers(
                new ZoneInMemory(), new MailExchangers.Limits(5, 5, Set.of(), Reachable.EVEN_HERE)),
            new NextHopClient.Habits(
                new Dialogue(
                    "gw.example.com",
                    Dialogue.StartTls.WHERE_OFFERED,
                    new Timeouts(TIME, TIME, TIME, TIME, TIME, TIME),
                    100),
                new TlsRules(trusted.trusting(), Optional.empty(), Optional.empty(), credentials),
                new HostPace(HostPace.Limits.DEFAULT),
                new NextHopClient.Reach(25, Duration.ofMinutes(1))),
            connections,
            watch);
    var octets = "x\r\n".getBytes(StandardCharsets.US_ASCII);
    var outcomes =
        client
            .deliverTo(
                new Server(hop.endpoint(), security),
                Protocol.SMTP,
                new Transaction(
                    "a@example.com",
                    List.of("b@dest.example"),
                    new Transaction.Content(
                        List.of(octets), octets.length, Transaction.Needs.NOTHING)))
            .outcomes();
    assertThat(outcomes).containsOnlyKeys("b@dest.example");
    return outcomes.get("b@dest.example");
  }

  private static ScriptedNextHop hop(String script) throws Exception {
    return new ScriptedNextHop(Optional.of(certificate.serving()), script);
  }

  @Test
  void plainInsideOfVerifiedTls() throws Exception {
    try (var hop =
        hop(
            STARTTLS
                + "S: 250-smart.example\nS: 250 AUTH LOGIN PLAIN\nC: AUTH PLAIN "
                + PLAIN
                + "\nS: 235 2.7.0 welcome\n"
                + REFUSED_MAIL)) {
      assertThat(send(hop, Server.Security.STARTTLS, certificate))
          .isEqualTo(new Outcome.Failed("550 5.7.1 no"));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void loginWhereNothingElseIsOffered() throws Exception {
    try (var hop =
        hop(
            STARTTLS
                + "S: 250-smart.example\nS: 250 AUTH LOGIN\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\n"
                + "C: Z3c=\nS: 334 UGFzc3dvcmQ6\nC: cyBlY3JldA==\nS: 235 2.7.0 welcome\n"
                + REFUSED_MAIL)) {
      assertThat(send(hop, Server.Security.STARTTLS, certificate))
          .isEqualTo(new Outcome.Failed("550 5.7.1 no"));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void tlsFromTheFirstOctet() throws Exception {
    try (var hop =
        hop(
            "(tls)\n"
                + GREETED
                + "S: 250-smart.example\nS: 250 AUTH PLAIN\nC: AUTH PLAIN "
                + PLAIN
                + "\nS: 235 2.7.0 welcome\n"
                + REFUSED_MAIL)) {
      assertThat(send(hop, Server.Security.IMPLICIT, certificate))
          .isEqualTo(new Outcome.Failed("550 5.7.1 no"));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void aWrongPasswordIsNoFailureOfTheMessage() throws Exception {
    try (var hop =
        hop(
            STARTTLS
                + "S: 250-smart.example\nS: 250 AUTH PLAIN\nC: AUTH PLAIN "
                + PLAIN
                + "\nS: 535 5.7.8 wrong\n")) {
      assertThat(send(hop, Server.Security.STARTTLS, certificate))
          .isEqualTo(new Outcome.Deferred("535 5.7.8 wrong"));
    }
  }

  @Test
  void whoIsNotVerifiedGetsNoPassword() throws Exception {
    try (var hop = hop(STARTTLS + "S: 250-smart.example\nS: 250 AUTH PLAIN\n")) {
      assertThat(send(hop, Server.Security.STARTTLS, ofAnother))
          .isInstanceOf(Outcome.Deferred.class)
          .extracting(Outcome::reply)
          .asString()
          .contains("4.7.5", "certificate-not-trusted");
    }
  }

  @Test
  void withoutStartTlsNothingIsSent() throws Exception {
    try (var hop = hop(GREETED + "S: 250 AUTH PLAIN\n(quit)\n")) {
      assertThat(send(hop, Server.Security.STARTTLS, certificate).reply())
          .contains("4.7.5", "STARTTLS");
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void opportunisticTlsIsNoPlaceForAPassword() throws Exception {
    try (var hop = hop(STARTTLS + "S: 250-smart.example\nS: 250 AUTH PLAIN\n" + REFUSED_MAIL)) {
      assertThat(send(hop, Server.Security.OPPORTUNISTIC, certificate))
          .isEqualTo(new Outcome.Failed("550 5.7.1 no"));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void secretsAreInNoText() {
    var credentials = Credentials.parse(List.of("smart.example:587 gw hidden"));

    assertThat(Map.of("all", credentials).toString()).doesNotContain("hidden");
    assertThat(new Credentials.Login("gw", "hidden").toString()).doesNotContain("hidden");
    assertThatThrownBy(() -> Credentials.parse(List.of("smart.example:587 hidden")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("hidden");
  }
}
