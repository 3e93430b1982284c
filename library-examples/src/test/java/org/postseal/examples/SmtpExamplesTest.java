package org.postseal.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.postseal.smtp.reply.Reply;

/** The examples of smtp-protocol's README. */
class SmtpExamplesTest {
  private final CommandLines lines = new CommandLines();

  @Test
  void commandLinesMayArriveInPieces() {
    assertThat(lines.arrived(octets("MAIL FROM:<joe@exam"))).isEmpty();
    assertThat(lines.arrived(octets("ple.com>\r\nMAIL FROM:<>\r\nQU")))
        .containsExactly(Reply.of(250, "2.1.0", "Go on"), Reply.of(250, "2.1.0", "A bounce"));
    assertThat(lines.arrived(octets("IT\r\n"))).containsExactly(Reply.of(221, "2.0.0", "Bye"));
  }

  @Test
  void aLineThatEndsInABareLineFeedIsNone() {
    assertThat(lines.arrived(octets("QUIT\n"))).extracting(Reply::code).containsExactly(500);
  }

  @Test
  void contentIsWhatTheClientMeant() throws IOException {
    var message = "Subject: a\r\n\r\n.hidden\r\n";
    var wire = new ByteArrayOutputStream();
    ClientSide.send(octets(message), wire);
    assertThat(wire.toString(US_ASCII)).isEqualTo("Subject: a\r\n\r\n..hidden\r\n.\r\n");
    assertThat(taken(wire.toByteArray())).isEqualTo(message);
  }

  @Test
  void smuggledContentIsRefused() {
    assertThatThrownBy(() -> taken(octets("a\n.\nMAIL FROM:<>\r\n.\r\n")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("550 5.6.0 refused:");
  }

  @Test
  void aReplyTellsWhatTheServerOffers() throws IOException {
    var connection = "250-mx.example.com hello\r\n250-SIZE 1000\r\n250 PIPELINING\r\n";
    var client = new ClientSide(new ByteArrayInputStream(octets(connection)));
    assertThat(client.sizeLimit()).isEqualTo(1000);
    assertThatThrownBy(client::reply).hasMessage("the connection ended before the reply");
  }

  private static String taken(byte[] wire) throws IOException {
    var content = new ByteArrayOutputStream();
    ReceivedContent.take(new ByteArrayInputStream(wire), content);
    return content.toString(US_ASCII);
  }

  private static byte[] octets(String text) {
    return text.getBytes(US_ASCII);
  }
}
