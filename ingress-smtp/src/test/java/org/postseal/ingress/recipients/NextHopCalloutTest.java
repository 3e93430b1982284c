package org.postseal.ingress.recipients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postseal.ingress.session.RecipientCheck.Answer;
import org.postseal.smtp.path.Mailbox;
import org.postseal.smtpclient.Protocol;
import org.postseal.smtpclient.Server;
import org.postseal.smtpclient.Watch;
import org.postseal.smtpclient.hosts.Endpoint;

/** Against a next hop that says what the test tells it to, line by line. */
class NextHopCalloutTest {
  private static final Mailbox BOB = Mailbox.parse("bob@example.org").orElseThrow();

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Watch watch = new Watch();
  private ServerSocket hop;

  @BeforeEach
  void listen() throws IOException {
    hop = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    watch.close();
    hop.close();
  }

  private Answer ask(Duration timeout) {
    return new NextHopCallout(
            new NextHopCallout.Hop(
                Server.of(new Endpoint("127.0.0.1", hop.getLocalPort())),
                Protocol.LMTP,
                "mx.example",
                timeout),
            watch)
        .ask(BOB);
  }

  /** Says the replies one after the other, each but the first to a line it heard. */
  private Thread says(String... replies) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (var socket = hop.accept();
                  var in =
                      new BufferedReader(
                          new InputStreamReader(
                              socket.getInputStream(), StandardCharsets.US_ASCII))) {
                for (var reply : replies) {
                  socket.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
                  var line = in.readLine();
                  if (line == null) {
                    return;
                  }
                  heard.add(line);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @ParameterizedTest
  @CsvSource({
    "250 2.1.5 Ok, EXISTS",
    "251 will forward, EXISTS",
    "550 5.1.1 unknown, UNKNOWN",
    "550 no such user, UNKNOWN",
    "553 not allowed, UNKNOWN",
    "550 5.2.1 disabled, UNKNOWN",
    "550 5.7.1 relaying denied, UNDECIDED",
    "552 5.2.2 mailbox full, UNDECIDED",
    "554 no, UNDECIDED",
    "450 4.2.1 later, UNDECIDED",
    "421 4.3.2 shutting down, UNDECIDED",
    "not a reply, UNDECIDED",
  })
  void judgesWhatIsSaidToRcpt(String reply, Answer answer) throws InterruptedException {
    var server =
        says("220 hop\r\n", "250-hop\r\n250 PIPELINING\r\n", "250 2.1.0 Ok\r\n", reply + "\r\n");
    assertThat(ask(Duration.ofSeconds(20))).isEqualTo(answer);
    server.join();
    assertThat(heard.subList(0, 3))
        .containsExactly("LHLO mx.example", "MAIL FROM:<>", "RCPT TO:<bob@example.org>");
    assertThat(heard).doesNotContain("DATA");
  }

  @Test
  void aHopThatRefusesUsDecidesNothing() throws InterruptedException {
    var server = says("554 go away\r\n");
    assertThat(ask(Duration.ofSeconds(20))).isEqualTo(Answer.UNDECIDED);
    server.join();
    server = says("220 hop\r\n", "250 hop\r\n", "550 5.7.1 no null reverse-path here\r\n");
    assertThat(ask(Duration.ofSeconds(20))).isEqualTo(Answer.UNDECIDED);
    server.join();
  }

  @Test
  void aSilentHopIsLeftInTime() throws InterruptedException {
    var server = says("220 hop\r\n", "", "");
    assertThat(ask(Duration.ofMillis(300))).isEqualTo(Answer.UNDECIDED);
    server.join();
  }

  @Test
  void aHopThatIsNotThereDecidesNothing() throws IOException {
    hop.close();
    assertThat(ask(Duration.ofSeconds(20))).isEqualTo(Answer.UNDECIDED);
  }
}
