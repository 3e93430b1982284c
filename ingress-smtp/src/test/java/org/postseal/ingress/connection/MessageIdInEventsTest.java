package org.postseal.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.ingress.session.Listener;
import org.postseal.topics.MessageId;

/** Every event of a message says its Message-ID, that which is stored. */
class MessageIdInEventsTest {
  @TempDir private Path directory;

  @Test
  void ofAnotherServersMailItIsWhatCameBounded() {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = new Client(edge.port(Listener.MX))) {
      assertThat(client.reply()).startsWith("220 ");
      assertThat(client.command("EHLO client.example")).startsWith("250 ");
      bring(client, "From: a@example.com\r\nMessage-Id:\r\n <1\tX@a.example> (x)\r\n");
      assertThat(edge.ports.events)
          .hasSize(2)
          .allSatisfy(
              event -> assertThat(event.transaction().messageId()).contains("1 X@a.example"));
      edge.ports.events.clear();
      bring(client, "From: a@example.com\r\nMessage-ID: <" + "y".repeat(980) + "\r\n z@x>\r\n");
      bring(client, "From: a@example.com\r\n");
      assertThat(edge.ports.events.getFirst().transaction().messageId().orElseThrow())
          .hasSizeLessThanOrEqualTo(MessageId.MOST)
          .endsWith("y z@x");
      assertThat(edge.ports.events.getLast().transaction().messageId()).isEmpty();
    }
  }

  @Test
  void ofASubmissionWithoutOneItIsThatWhichWasAdded() {
    try (var edge = new Edge(directory, Wishes.usual());
        var client = new Client(edge.port(Listener.SUBMISSIONS))) {
      client.startTls();
      assertThat(client.reply()).startsWith("220 ");
      assertThat(client.command("EHLO client.example")).startsWith("250 ");
      assertThat(client.command("AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=")).startsWith("235 ");
      bring(client, "From: alice@example.com\r\n");
      var transaction = edge.ports.events.getLast().transaction();
      assertThat(transaction.messageId().orElseThrow()).startsWith(transaction.id().value() + "@");
      assertThat(edge.ports.stored.getLast().message())
          .contains("Message-ID: <" + transaction.messageId().orElseThrow() + ">\r\n");
    }
  }

  private static void bring(Client client, String header) {
    assertThat(client.command("MAIL FROM:<alice@example.com>")).startsWith("250 ");
    assertThat(client.command("RCPT TO:<bob@example.net>")).startsWith("250 ");
    assertThat(client.command("DATA")).startsWith("354 ");
    client.send(header + "\r\nbody\r\n.\r\n");
    assertThat(client.reply()).startsWith("250 ");
  }
}
