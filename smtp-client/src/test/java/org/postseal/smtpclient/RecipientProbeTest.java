package org.postseal.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.smtpclient.RecipientProbe.Answer;

/** What a server says of one mailbox, asked as mail would be sent. */
class RecipientProbeTest {
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final String GREETED = "S: 220 mx.example\nC: EHLO gw.example.com\n";
  private static final String UNKNOWN =
      "C: MAIL FROM:<>\nS: 250 ok\nC: RCPT TO:<b@dest.example>\nS: 550 5.1.1 unknown\nC: QUIT\n";

  private static TestCertificate certificate;

  private final Watch watch = new Watch();

  @BeforeAll
  static void makeCertificate(@TempDir Path directory) throws Exception {
    certificate = TestCertificate.make(directory.resolve("host"), "SAN=dns:mx.example");
  }

  @AfterEach
  void close() {
    watch.close();
  }

  private Answer ask(ScriptedNextHop hop, String mailbox, Duration time) {
    return new RecipientProbe(
            Server.of(hop.endpoint()),
            Protocol.SMTP,
            new Dialogue(
                "gw.example.com",
                Dialogue.StartTls.WHERE_OFFERED,
                new Timeouts(TIME, TIME, TIME, TIME, TIME, TIME),
                1),
            TlsRules.none(),
            watch)
        .ask(mailbox, time);
  }

  private static void assertUnknown(Answer answer) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Replied.class,
            replied -> assertThat(replied.reply().toString()).isEqualTo("550 5.1.1 unknown"));
  }

  private static ScriptedNextHop hop(String... scripts) throws Exception {
    return new ScriptedNextHop(Optional.of(certificate.serving()), scripts);
  }

  @Test
  void insideOfTlsWhereItIsOffered() throws Exception {
    try (var hop =
        hop(
            GREETED
                + "S: 250-mx.example\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go ahead\n(tls)\n"
                + "C: EHLO gw.example.com\nS: 250 mx.example\n"
                + UNKNOWN)) {
      assertUnknown(ask(hop, "b@dest.example", TIME));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void inTheClearWhereTlsDoesNotWork() throws Exception {
    try (var hop =
        hop(
            GREETED + "S: 250-mx.example\nS: 250 STARTTLS\nC: STARTTLS\n(close)\n",
            GREETED + "S: 250 mx.example\n" + UNKNOWN)) {
      assertUnknown(ask(hop, "b@dest.example", TIME));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void aMailboxBeyondAsciiIsAskedForOnlyWhereItIsUnderstood() throws Exception {
    try (var hop = hop(GREETED + "S: 250 mx.example\nC: QUIT\n")) {
      assertThat(ask(hop, "b\u00e4r@dest.example", TIME)).isInstanceOf(Answer.None.class);
      assertThat(hop.complaints()).isEmpty();
    }
    try (var hop =
        hop(
            GREETED
                + "S: 250-mx.example\nS: 250 SMTPUTF8\nC: MAIL FROM:<> SMTPUTF8\nS: 250 ok\n"
                + "C: RCPT TO:<b\u00e4r@dest.example>\nS: 550 5.1.1 unknown\nC: QUIT\n")) {
      assertUnknown(ask(hop, "b\u00e4r@dest.example", TIME));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void aReplyOf64KilobytesIsNone() throws Exception {
    try (var hop = hop("(octets 65536)\n(hang)\n")) {
      assertThat(ask(hop, "b@dest.example", TIME)).isInstanceOf(Answer.None.class);
    }
  }

  @Test
  void aTrickleEndsWithTheTime() throws Exception {
    try (var hop = hop("(trickle 220 this takes very very very very very long)\n(hang)\n")) {
      long began = System.nanoTime();
      assertThat(ask(hop, "b@dest.example", Duration.ofMillis(400)))
          .isInstanceOf(Answer.None.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    }
  }
}
