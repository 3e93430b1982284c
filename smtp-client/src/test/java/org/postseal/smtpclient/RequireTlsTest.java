package org.postseal.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
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

/** REQUIRETLS (RFC 8689 §4.2.1): verified TLS and a next hop that promises the same, or nothing. */
class RequireTlsTest {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final String GREETED =
      """
      S: 220 mx.dest.example ESMTP
      C: EHLO gw.example.com
      """;
  private static final String TLS =
      GREETED
          + """
          S: 250-mx.dest.example
          S: 250 STARTTLS
          C: STARTTLS
          S: 220 go ahead
          (tls)
          C: EHLO gw.example.com
          """;
  private static final String MESSAGE =
      """
      C: MAIL FROM:<a@example.com> REQUIRETLS
      S: 250 ok
      C: RCPT TO:<b@dest.example>
      S: 250 ok
      C: DATA
      S: 354 go on
      (content)
      S: 250 2.0.0 queued
      """;

  private static TestCertificate ofTheHost;
  private static TestCertificate ofAnother;

  private final Watch watch = new Watch();
  private final Connections connections =
      new Connections(new Connections.Reuse(Duration.ofSeconds(10), 100));
  private final ZoneInMemory zone =
      new ZoneInMemory()
          .mx("dest.example", 10, "mx.dest.example")
          .address("mx.dest.example", "127.0.0.1");

  @BeforeAll
  static void makeCertificates(@TempDir Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    ofTheHost =
        TestCertificate.make(directory.resolve("host"), "SAN=ip:127.0.0.1,dns:mx.dest.example");
    ofAnother = TestCertificate.make(directory.resolve("other"), "SAN=dns:other.example");
  }

  @AfterEach
  void close() {
    connections.close();
    watch.close();
  }

  private NextHopClient client(TestCertificate trusted, int mxPort) {
    var exchangers =
        new MailExchangers(zone, new MailExchangers.Limits(5, 5, Set.of(), Reachable.EVEN_HERE));
    var dialogue =
        new Dialogue(
            "gw.example.com",
            Dialogue.StartTls.WHERE_OFFERED,
            new Timeouts(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT),
            100);
    return new NextHopClient(
        exchangers,
        new NextHopClient.Habits(
            dialogue,
            new TlsRules(
                trusted.trusting(), Optional.empty(), Optional.empty(), Credentials.none()),
            new HostPace(HostPace.Limits.DEFAULT),
            new NextHopClient.Reach(mxPort, Duration.ofMinutes(1))),
        connections,
        watch);
  }

  private static Transaction requiring() {
    var octets = "x\r\n".getBytes(StandardCharsets.US_ASCII);
    return new Transaction(
        "a@example.com",
        List.of("b@dest.example"),
        new Transaction.Content(List.of(octets), octets.length, Transaction.Needs.NOTHING),
        new Transaction.Requests(Transaction.TlsWish.REQUIRED, "", Map.of()));
  }

  private Map<String, Outcome> sendTo(ScriptedNextHop hop, TestCertificate trusted) {
    return client(trusted, 25).sendTo(hop.endpoint(), Protocol.SMTP, requiring());
  }

  private static Map<String, Outcome> outcome(Outcome only) {
    return Map.of("b@dest.example", only);
  }

  private static Map<String, Outcome> lacks(String what) {
    return outcome(new Outcome.Failed("550 5.7.30 REQUIRETLS: the next hop lacks " + what));
  }

  @Test
  void aHostThatCanDoItGetsTheMessage() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            Optional.of(ofTheHost.serving()),
            TLS + "S: 250-mx.dest.example\nS: 250 REQUIRETLS\n" + MESSAGE)) {
      assertThat(sendTo(hop, ofTheHost))
          .isEqualTo(outcome(new Outcome.Delivered("250 2.0.0 queued")));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void withoutStartTlsNothingIsSent() throws Exception {
    try (var hop = new ScriptedNextHop(GREETED + "S: 250 mx.dest.example\n(quit)\n")) {
      assertThat(sendTo(hop, ofTheHost)).isEqualTo(lacks("STARTTLS"));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void withoutRequireTlsNothingIsSent() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            Optional.of(ofTheHost.serving()), TLS + "S: 250 mx.dest.example\n(quit)\n")) {
      assertThat(sendTo(hop, ofTheHost)).isEqualTo(lacks("REQUIRETLS"));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void aCertificateNobodyTrustsWillNotDo() throws Exception {
    try (var hop = new ScriptedNextHop(Optional.of(ofTheHost.serving()), TLS)) {
      assertThat(sendTo(hop, ofAnother)).isEqualTo(lacks("a certificate that can be verified"));
    }
  }

  @Test
  void aTrustedCertificateOfAnotherHostWillNotDo() throws Exception {
    try (var hop = new ScriptedNextHop(Optional.of(ofAnother.serving()), TLS)) {
      assertThat(sendTo(hop, ofAnother)).isEqualTo(lacks("a certificate that can be verified"));
    }
  }

  @Test
  void aRefusedStartTlsIsTheHostsReply() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            GREETED
                + """
                S: 250-mx.dest.example
                S: 250 STARTTLS
                C: STARTTLS
                S: 454 4.7.0 not now
                """)) {
      assertThat(sendTo(hop, ofTheHost))
          .isEqualTo(outcome(new Outcome.Deferred("454 4.7.0 not now")));
    }
  }

  @Test
  void anExchangerThatNobodyProvedIsNotAsked() {
    assertThat(client(ofTheHost, 25).sendToDomain("dest.example", requiring()))
        .isEqualTo(lacks("DNSSEC or MTA-STS"));
  }

  @Test
  void anExchangerThatDnssecProvesIs() throws Exception {
    zone.signed("dest.example");
    try (var hop =
        new ScriptedNextHop(
            Optional.of(ofTheHost.serving()),
            TLS + "S: 250-mx.dest.example\nS: 250 REQUIRETLS\n" + MESSAGE)) {
      assertThat(client(ofTheHost, hop.port()).sendToDomain("dest.example", requiring()))
          .isEqualTo(outcome(new Outcome.Delivered("250 2.0.0 queued")));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void anOpenConnectionThatWasNotVerifiedIsNotUsed() throws Exception {
    var plain = MESSAGE.replace(" REQUIRETLS", "");
    try (var hop =
        new ScriptedNextHop(
            Optional.of(ofTheHost.serving()),
            TLS + "S: 250 mx.dest.example\n" + plain + "(quit)\n",
            TLS + "S: 250-mx.dest.example\nS: 250 REQUIRETLS\n" + MESSAGE)) {
      var client = client(ofTheHost, 25);
      var transaction = requiring();
      var opportunistic =
          new Transaction(
              transaction.reversePath(), transaction.forwardPaths(), transaction.content());
      assertThat(client.sendTo(hop.endpoint(), Protocol.SMTP, opportunistic))
          .isEqualTo(outcome(new Outcome.Delivered("250 2.0.0 queued")));
      connections.close();
      assertThat(client.sendTo(hop.endpoint(), Protocol.SMTP, transaction))
          .isEqualTo(outcome(new Outcome.Delivered("250 2.0.0 queued")));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void lmtpIsTheLastStepAndAsksForNothing() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            GREETED.replace("EHLO", "LHLO")
                + "S: 250 mx.dest.example\n"
                + MESSAGE.replace(" REQUIRETLS", ""))) {
      assertThat(client(ofTheHost, 25).sendTo(hop.endpoint(), Protocol.LMTP, requiring()))
          .isEqualTo(outcome(new Outcome.Delivered("250 2.0.0 queued")));
      assertThat(hop.complaints()).isEmpty();
    }
  }
}
