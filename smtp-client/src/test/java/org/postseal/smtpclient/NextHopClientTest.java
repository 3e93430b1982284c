package org.postseal.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.smtpclient.Dialogue.StartTls;
import org.postseal.smtpclient.NextHopClient.Reach;
import org.postseal.smtpclient.Outcome.Deferred;
import org.postseal.smtpclient.Outcome.Delivered;
import org.postseal.smtpclient.Outcome.Failed;
import org.postseal.smtpclient.Transaction.Content;
import org.postseal.smtpclient.Transaction.Needs;
import org.postseal.smtpclient.hosts.Endpoint;
import org.postseal.smtpclient.hosts.MailExchangers;
import org.postseal.smtpclient.hosts.MailExchangers.Limits;
import org.postseal.smtpclient.hosts.Reachable;
import org.postseal.smtpclient.hosts.ZoneInMemory;

/** Every way a next hop can answer, or not, with real sockets. */
class NextHopClientTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Timeouts TIMEOUTS = new Timeouts(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT);
  private static final String GREETED =
      """
      S: 220 mx.dest.example ESMTP
      C: EHLO gw.example.com
      S: 250 mx.dest.example
      """;
  private static final String PIPELINING =
      """
      S: 220 mx.dest.example ESMTP
      C: EHLO gw.example.com
      S: 250-mx.dest.example
      S: 250 PIPELINING
      C: MAIL FROM:<a@example.com>
      C: RCPT TO:<b@dest.example>
      C: RCPT TO:<c@dest.example>
      C: DATA
      """;
  private static final String IN_STEPS =
      GREETED
          + """
          C: MAIL FROM:<a@example.com>
          S: 250 ok
          C: RCPT TO:<b@dest.example>
          S: 250 ok
          C: RCPT TO:<c@dest.example>
          S: 250 ok
          C: DATA
          S: 354 go on
          (content)
          """;

  private final Watch watch = new Watch();
  private final Connections connections =
      new Connections(new Connections.Reuse(Duration.ofSeconds(10), 100));
  private final ZoneInMemory zone = new ZoneInMemory();

  @AfterEach
  void close() {
    connections.close();
    watch.close();
  }

  private NextHopClient client(int mxPort, Dialogue dialogue) {
    var exchangers = new MailExchangers(zone, new Limits(5, 5, Set.of(), Reachable.EVEN_HERE));
    return new NextHopClient(
        exchangers, dialogue, connections, watch, new Reach(mxPort, Duration.ofMinutes(1)));
  }

  private NextHopClient client() {
    return client(25, new Dialogue("gw.example.com", StartTls.NEVER, TIMEOUTS, 100));
  }

  private static Transaction toBoth(String content, Needs needs) {
    var octets = content.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    return new Transaction(
        "a@example.com",
        List.of("b@dest.example", "c@dest.example"),
        new Content(List.of(octets), octets.length, needs));
  }

  private static Transaction toBoth() {
    return toBoth("Subject: x\n\n.dot\nbody\n", Needs.NOTHING);
  }

  private static Map<String, Outcome> both(Outcome b, Outcome c) {
    return Map.of("b@dest.example", b, "c@dest.example", c);
  }

  private static Map<String, Outcome> both(Outcome same) {
    return both(same, same);
  }

  private Map<String, Outcome> sendTo(ScriptedNextHop hop) {
    return client().sendTo(hop.endpoint(), Protocol.SMTP, toBoth());
  }

  @Test
  void deliversInSteps() throws Exception {
    try (var hop = new ScriptedNextHop(IN_STEPS + "S: 250 2.0.0 queued\n")) {
      assertThat(sendTo(hop)).isEqualTo(both(new Delivered("250 2.0.0 queued")));
      assertThat(hop.complaints()).isEmpty();
      assertThat(hop.contents()).containsExactly("Subject: x\n\n..dot\nbody\n");
    }
  }

  @Test
  void deliversPipelined() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            PIPELINING
                + """
                S: 250 ok
                S: 250 ok
                S: 250 ok
                S: 354 go on
                (content)
                S: 250 2.0.0 queued
                """)) {
      assertThat(sendTo(hop)).isEqualTo(both(new Delivered("250 2.0.0 queued")));
      assertThat(hop.complaints()).isEmpty();
      assertThat(hop.contents()).containsExactly("Subject: x\n\n..dot\nbody\n");
    }
  }

  @Test
  void recipientsHaveTheirOwnReplies() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            PIPELINING
                + """
                S: 250 ok
                S: 550 5.1.1 no such user
                S: 250 ok
                S: 354 go on
                (content)
                S: 250 2.0.0 queued
                """)) {
      assertThat(sendTo(hop))
          .isEqualTo(both(new Failed("550 5.1.1 no such user"), new Delivered("250 2.0.0 queued")));
    }
  }

  @Test
  void withAllRecipientsRefusedTheAwaitedContentIsEmpty() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            PIPELINING
                + """
                S: 250 ok
                S: 550 5.1.1 no such user
                S: 450 4.2.0 busy
                S: 354 go on
                C: .
                S: 554 5.5.1 no valid recipients
                """)) {
      assertThat(sendTo(hop))
          .isEqualTo(both(new Failed("550 5.1.1 no such user"), new Deferred("450 4.2.0 busy")));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void aRefusedMailCommandDecidesForAll() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            PIPELINING
                + """
                S: 451 4.7.1 greylisted
                S: 503 5.5.1 MAIL first
                S: 503 5.5.1 MAIL first
                S: 503 5.5.1 MAIL first
                """)) {
      assertThat(sendTo(hop)).isEqualTo(both(new Deferred("451 4.7.1 greylisted")));
    }
  }

  @Test
  void tooManyRecipientsIsNoFailure() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            PIPELINING
                + """
                S: 250 ok
                S: 250 ok
                S: 552 too many recipients
                S: 354 go on
                (content)
                S: 250 2.0.0 queued
                """)) {
      assertThat(sendTo(hop))
          .isEqualTo(
              both(new Delivered("250 2.0.0 queued"), new Deferred("552 too many recipients")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "554 5.6.0 spam, true",
    "451 4.3.0 later, false",
    "421 4.3.2 going down, false",
    "354 what, false",
    "999 nonsense, false"
  })
  void theFinalReplyDecides(String reply, boolean failed) throws Exception {
    try (var hop = new ScriptedNextHop(IN_STEPS + "S: " + reply + "\n")) {
      var outcome = sendTo(hop).get("b@dest.example");

      assertThat(outcome).isInstanceOf(failed ? Failed.class : Deferred.class);
      assertThat(hop.complaints()).isEmpty();
    }
  }

  /** Each stage at which the script stops, by the number of its lines. */
  @ParameterizedTest
  @CsvSource({
    "0, waiting for the greeting",
    "2, saying EHLO",
    "4, in MAIL",
    "6, in RCPT",
    "10, in DATA",
    "12, waiting for the reply to the content"
  })
  void hangingAndClosingAreTemporaryAtEveryStage(int lines, String stage) throws Exception {
    var played =
        IN_STEPS.lines().limit(lines).map(line -> line + "\n").collect(Collectors.joining());

    assertBrokenOff(played + "(hang)\n", "Timed out " + stage);
    assertBrokenOff(played + "(close)\n", stage);
    assertBrokenOff(played + "S: Hello World!\n(hang)\n", "Protocol error: NOT_A_REPLY " + stage);
    assertBrokenOff(
        played + "S: 2" + "0".repeat(64 * 1024) + "\n(hang)\n",
        "Protocol error: LINE_TOO_LONG " + stage);
    assertBrokenOff(played + "S: 421 4.3.2 going down\n", "421 4.3.2 going down");
  }

  private void assertBrokenOff(String script, String reason) throws Exception {
    try (var hop = new ScriptedNextHop(script)) {
      assertThat(sendTo(hop).values())
          .hasSize(2)
          .allSatisfy(
              outcome -> {
                assertThat(outcome).isInstanceOf(Deferred.class);
                assertThat(outcome.reply()).contains(reason);
              });
    }
  }

  @Test
  void aTrickleDoesNotStretchTheTimeout() throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var trickler =
          Thread.startVirtualThread(
              () -> {
                try (var socket = listener.accept()) {
                  while (true) {
                    socket.getOutputStream().write('2');
                    Thread.sleep(50);
                  }
                } catch (IOException | InterruptedException _) {
                  // the client has had enough
                }
              });
      long began = System.nanoTime();

      var outcomes =
          client()
              .sendTo(new Endpoint("127.0.0.1", listener.getLocalPort()), Protocol.SMTP, toBoth());

      assertThat(outcomes)
          .isEqualTo(both(new Deferred("451 4.4.2 Timed out waiting for the greeting")));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      trickler.join();
    }
  }

  @Test
  void nobodyListens() throws Exception {
    int port;
    try (var hop = new ScriptedNextHop()) {
      port = hop.port();
    }
    assertThat(client().sendTo(new Endpoint("127.0.0.1", port), Protocol.SMTP, toBoth()))
        .isEqualTo(both(new Deferred("451 4.4.1 Cannot connect connecting")));
  }

  @Test
  void ehloRefusedFallsBackToHelo() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            """
            S: 220 old.dest.example
            C: EHLO gw.example.com
            S: 502 5.5.1 what?
            C: HELO gw.example.com
            S: 250 old.dest.example
            C: MAIL FROM:<a@example.com>
            S: 550 5.7.1 no
            """)) {
      assertThat(sendTo(hop)).isEqualTo(both(new Failed("550 5.7.1 no")));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"EIGHT_BIT, 5.6.3", "INTERNATIONALIZED, 5.6.7", "INTERNATIONALIZED_HEADER, 5.6.9"})
  void contentIsNeverConverted(Needs needs, String status) throws Exception {
    try (var hop = new ScriptedNextHop(GREETED + "(quit)\n")) {
      var outcomes = client().sendTo(hop.endpoint(), Protocol.SMTP, toBoth("\u00e4\n", needs));

      assertThat(outcomes.get("b@dest.example")).isInstanceOf(Failed.class);
      assertThat(outcomes.get("b@dest.example").reply()).contains(status);
    }
  }

  @Test
  void extensionsAreUsedWhereOffered() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            """
            S: 220 mx.dest.example
            C: EHLO gw.example.com
            S: 250-mx.dest.example
            S: 250-SIZE 1000
            S: 250-SMTPUTF8
            S: 250 8BITMIME
            C: MAIL FROM:<a@example.com> SIZE=3 BODY=8BITMIME SMTPUTF8
            S: 250 ok
            C: RCPT TO:<b@dest.example>
            S: 450 4.2.1 busy
            C: RCPT TO:<c@dest.example>
            S: 450 4.2.1 busy
            """)) {
      var outcomes =
          client()
              .sendTo(hop.endpoint(), Protocol.SMTP, toBoth("\u00e4\n", Needs.INTERNATIONALIZED));

      assertThat(outcomes).isEqualTo(both(new Deferred("450 4.2.1 busy")));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  /** RFC 3461 §5.2.1 and §5.2.2: handed on as it came, where somebody will know what it means. */
  @ParameterizedTest
  @CsvSource({
    "DSN, ' RET=HDRS ENVID=QQ1', ' NOTIFY=NEVER', ' ORCPT=rfc822;x+40y'",
    "8BITMIME, '', '', ''"
  })
  void whatWasAskedAboutNotificationsIsHandedOn(
      String offered, String ofMail, String ofB, String ofC) throws Exception {
    try (var hop =
        new ScriptedNextHop(
            """
            S: 220 mx.dest.example
            C: EHLO gw.example.com
            S: 250-mx.dest.example
            S: 250 %s
            C: MAIL FROM:<a@example.com>%s
            S: 250 ok
            C: RCPT TO:<b@dest.example>%s
            S: 450 4.2.1 busy
            C: RCPT TO:<c@dest.example>%s
            S: 450 4.2.1 busy
            """
                .formatted(offered, ofMail, ofB, ofC))) {
      var plain = toBoth();
      var asking =
          new Transaction(
              plain.reversePath(),
              plain.forwardPaths(),
              plain.content(),
              new Transaction.Requests(
                  Transaction.TlsWish.AS_POLICIES_SAY,
                  " RET=HDRS ENVID=QQ1",
                  Map.of(
                      "b@dest.example", " NOTIFY=NEVER", "c@dest.example", " ORCPT=rfc822;x+40y")));
      assertThat(client().sendTo(hop.endpoint(), Protocol.SMTP, asking))
          .isEqualTo(both(new Deferred("450 4.2.1 busy")));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  /** RFC 9422 §4: one recipient a transaction, one transaction a session. */
  @ParameterizedTest
  @CsvSource({"RCPTMAX=1", "rcptdomainmax=1"})
  void announcedLimitsAreHeld(String limit) throws Exception {
    var script =
        """
        S: 220 mx.dest.example
        C: EHLO gw.example.com
        S: 250-mx.dest.example
        S: 250 LIMITS MAILMAX=1 %s X=y RCPTMAX
        C: MAIL FROM:<a@example.com>
        S: 250 ok
        C: RCPT TO:<%s>
        S: 450 4.2.1 busy
        C: QUIT
        """;
    try (var hop =
        new ScriptedNextHop(
            script.formatted(limit, "b@one.example"), script.formatted(limit, "c@two.example"))) {
      var plain = toBoth();
      var outcomes =
          client()
              .sendTo(
                  hop.endpoint(),
                  Protocol.SMTP,
                  new Transaction(
                      plain.reversePath(),
                      List.of("b@one.example", "c@two.example"),
                      plain.content()));
      assertThat(outcomes)
          .isEqualTo(
              Map.of(
                  "b@one.example", new Deferred("450 4.2.1 busy"),
                  "c@two.example", new Deferred("450 4.2.1 busy")));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void whatIsLargerThanOfferedIsNotTried() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            """
            S: 220 mx.dest.example
            C: EHLO gw.example.com
            S: 250-mx.dest.example
            S: 250 SIZE 10
            """)) {
      assertThat(sendTo(hop))
          .isEqualTo(both(new Failed("552 5.3.4 The next hop takes at most 10 octets")));
    }
  }

  @Test
  void lmtpAnswersForEachRecipient() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            IN_STEPS.replace("EHLO", "LHLO")
                + """
                S: 250 2.0.0 stored
                S: 452 4.2.2 mailbox full
                """)) {
      assertThat(client().sendTo(hop.endpoint(), Protocol.LMTP, toBoth()))
          .isEqualTo(
              both(new Delivered("250 2.0.0 stored"), new Deferred("452 4.2.2 mailbox full")));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void lmtpLostBetweenFinalRepliesKeepsTheFirst() throws Exception {
    try (var hop =
        new ScriptedNextHop(IN_STEPS.replace("EHLO", "LHLO") + "S: 250 2.0.0 stored\n(close)\n")) {
      var outcomes = client().sendTo(hop.endpoint(), Protocol.LMTP, toBoth());

      assertThat(outcomes).containsEntry("b@dest.example", new Delivered("250 2.0.0 stored"));
      assertThat(outcomes.get("c@dest.example")).isInstanceOf(Deferred.class);
    }
  }

  @Test
  void aConnectionIsUsedAgainAndResetAfterAnAbandonedTransaction() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            GREETED
                + """
                C: MAIL FROM:<a@example.com>
                S: 250 ok
                C: RCPT TO:<b@dest.example>
                S: 450 4.2.1 busy
                C: RCPT TO:<c@dest.example>
                S: 450 4.2.1 busy
                C: RSET
                S: 250 ok
                C: MAIL FROM:<a@example.com>
                S: 550 5.7.1 no
                """)) {
      var client = client();
      client.sendTo(hop.endpoint(), Protocol.SMTP, toBoth());

      assertThat(client.sendTo(hop.endpoint(), Protocol.SMTP, toBoth()))
          .isEqualTo(both(new Failed("550 5.7.1 no")));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void aConnectionThatDiedWhileIdleCostsNothing() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            IN_STEPS + "S: 250 2.0.0 first\n(close)\n", IN_STEPS + "S: 250 2.0.0 second\n")) {
      var client = client();
      assertThat(client.sendTo(hop.endpoint(), Protocol.SMTP, toBoth()))
          .isEqualTo(both(new Delivered("250 2.0.0 first")));

      assertThat(client.sendTo(hop.endpoint(), Protocol.SMTP, toBoth()))
          .isEqualTo(both(new Delivered("250 2.0.0 second")));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void moreRecipientsThanATransactionTakesMakeSeveral() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            GREETED
                + """
                C: MAIL FROM:<a@example.com>
                S: 250 ok
                C: RCPT TO:<b@dest.example>
                S: 250 ok
                C: DATA
                S: 354 go on
                (content)
                S: 250 2.0.0 one
                C: MAIL FROM:<a@example.com>
                S: 250 ok
                C: RCPT TO:<c@dest.example>
                S: 250 ok
                C: DATA
                S: 354 go on
                (content)
                S: 250 2.0.0 two
                """)) {
      var one = new Dialogue("gw.example.com", StartTls.NEVER, TIMEOUTS, 1);

      assertThat(client(25, one).sendTo(hop.endpoint(), Protocol.SMTP, toBoth()))
          .isEqualTo(both(new Delivered("250 2.0.0 one"), new Delivered("250 2.0.0 two")));
    }
  }

  @Test
  void theNextExchangerIsTriedUntilOneTakesIt() throws Exception {
    try (var hop =
        new ScriptedNextHop(
            "S: 554 5.3.2 no mail here\n",
            "S: 220 hello\n(close)\n",
            IN_STEPS + "S: 250 2.0.0 queued\n")) {
      zone.mx("dest.example", 10, "mx1.dest.example")
          .mx("dest.example", 20, "mx2.dest.example")
          .mx("dest.example", 30, "mx3.dest.example")
          .address("mx1.dest.example", "127.0.0.1")
          .address("mx2.dest.example", "127.0.0.1")
          .address("mx3.dest.example", "127.0.0.1");
      var dialogue = new Dialogue("gw.example.com", StartTls.NEVER, TIMEOUTS, 100);

      assertThat(client(hop.port(), dialogue).sendToDomain("dest.example", toBoth()))
          .isEqualTo(both(new Delivered("250 2.0.0 queued")));
      assertThat(hop.complaints()).isEmpty();
    }
  }

  @Test
  void onlyWhenEveryExchangerRefusesForGoodTheMailHasFailed() throws Exception {
    zone.mx("dest.example", 10, "mx1.dest.example").address("mx1.dest.example", "127.0.0.1");
    var dialogue = new Dialogue("gw.example.com", StartTls.NEVER, TIMEOUTS, 100);

    try (var hop = new ScriptedNextHop("S: 521 5.3.2 no mail here\n")) {
      assertThat(client(hop.port(), dialogue).sendToDomain("dest.example", toBoth()))
          .isEqualTo(both(new Failed("521 5.3.2 no mail here")));
    }

    zone.mx("dest.example", 20, "mx2.dest.example").unanswerable("mx2.dest.example");
    try (var hop = new ScriptedNextHop("S: 521 5.3.2 no mail here\n")) {
      assertThat(client(hop.port(), dialogue).sendToDomain("dest.example", toBoth()))
          .isEqualTo(both(new Deferred("451 4.4.3 DNS: SERVFAIL")));
    }
  }
}
