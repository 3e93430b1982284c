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
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.hosts.Reachable;
import org.postseal.smtpclient.hosts.ZoneInMemory;

/** Opportunistic TLS (RFC 7435, RFC 3207) with a certificate nobody has signed. */
class StartTlsTest {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final String OFFERED =
      """
      S: 220 mx.dest.example ESMTP
      C: EHLO gw.example.com
      S: 250-mx.dest.example
      S: 250 STARTTLS
      C: STARTTLS
      """;
  private static final String REFUSED_MAIL =
      """
      C: EHLO gw.example.com
      S: 250 mx.dest.example
      C: MAIL FROM:<a@example.com>
      S: 550 5.7.1 no
      """;

  private static SSLContext selfSigned;

  private final Watch watch = new Watch();
  private final Connections connections =
      new Connections(new Connections.Reuse(Duration.ofSeconds(10), 100));

  @BeforeAll
  static void makeCertificate(@TempDir Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    selfSigned =
        TestCertificate.make(directory.resolve("key.p12"), "SAN=dns:someone.else.example")
            .serving();
  }

  @AfterEach
  void close() {
    connections.close();
    watch.close();
  }

  private Map<String, Outcome> sendTo(ScriptedNextHop hop) {
    var dialogue =
        new Dialogue(
            "gw.example.com",
            Dialogue.StartTls.WHERE_OFFERED,
            new Timeouts(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT),
            100);
    var exchangers =
        new MailExchangers(
            new ZoneInMemory(), new MailExchangers.Limits(5, 5, Set.of(), Reachable.EVEN_HERE));
    var octets = "x\r\n".getBytes(StandardCharsets.US_ASCII);
    return new NextHopClient(
            exchangers,
            dialogue,
            connections,
            watch,
            new NextHopClient.Reach(25, Duration.ofMinutes(1)))
        .sendTo(
            hop.endpoint(),
            Protocol.SMTP,
            new Transaction(
                "a@example.com",
                List.of("b@dest.example"),
                new Transaction.Content(
                    List.of(octets), octets.length, Transaction.Needs.NOTHING)));
  }

  private static Map<String, Outcome> refused() {
    return Map.of("b@dest.example", new Outcome.Failed("550 5.7.1 no"));
  }

  @Test
  void tlsIsUsedWhereOffered() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            Optional.of(selfSigned), OFFERED + "S: 220 go ahead\n(tls)\n" + REFUSED_MAIL)) {
      assertThat(sendTo(hop)).isEqualTo(refused());
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void aRefusedStartTlsGoesOnInTheClear() throws Exception {
    var mail = REFUSED_MAIL.substring(REFUSED_MAIL.indexOf("C: MAIL"));
    try (var hop = new ScriptedNextHop(OFFERED + "S: 454 4.7.0 not now\n" + mail)) {
      assertThat(sendTo(hop)).isEqualTo(refused());
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void aFailedHandshakeIsFollowedByAConnectionInTheClear() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            OFFERED + "S: 220 go ahead\n(close)\n", "S: 220 mx.dest.example\n" + REFUSED_MAIL)) {
      assertThat(sendTo(hop)).isEqualTo(refused());
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void repliesInjectedBehindTheClearReplyAreNotBelieved() throws Exception {
    try (var hop =
        new ScriptedNextHop(OFFERED + "S! 220 go ahead<CRLF>250 injected<CRLF>\n(hang)\n")) {
      assertThat(sendTo(hop).get("b@dest.example"))
          .isEqualTo(
              new Outcome.Deferred(
                  "451 4.5.0 Protocol error: octets behind the reply asking for STARTTLS"));
    }
  }
}
