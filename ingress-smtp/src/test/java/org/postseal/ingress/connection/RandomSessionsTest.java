package org.postseal.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.ingress.session.Listener;
import org.postseal.ingress.session.TransactionEvent;
import org.postseal.topics.TransactionId;

/**
 * Whole sessions of random octets in random chunks. Every session must end with a reply that says
 * so, every line it hears must be part of a reply, and no memory may stay reserved.
 */
class RandomSessionsTest {
  private static final List<String> PIECES =
      List.of(
          "EHLO a\r\n",
          "BDAT 4\r\nabc\n",
          "BDAT 4\r\nab\r\n",
          "BDAT 2 LAST\r\n",
          "BDAT 0\r\n",
          "BDAT LAST\r\n",
          "MAIL FROM:<a@example.com>\r\n",
          "MAIL FROM:<>\r\n",
          "RCPT TO:<b@example.net>\r\n",
          "RCPT TO:<Postmaster>\r\n",
          "RCPT TO:<c@no.example>\r\n",
          "DATA\r\n",
          "Subject: x\r\n\r\nbody\r\n.\r\n",
          ".\r\n",
          "..\r\n",
          "RSET\r\n",
          "NOOP\r\n",
          "VRFY x\r\n",
          "HELP\r\n",
          "XCLIENT ADDR=192.0.2.1\r\n",
          "AUTH PLAIN\r\n",
          "AUTH PLAIN AGEAYg==\r\n",
          "*\r\n",
          "\r\n",
          "\r",
          "\n",
          "\0",
          "\u00ff\u00fe",
          "XYZZY\r\n",
          " ",
          "x".repeat(600) + "\r\n");

  @TempDir private Path directory;

  @Test
  void everySessionIsAnsweredToItsEnd() {
    var random = new Random(20261123);
    try (var edge = new Edge(directory, Wishes.usual())) {
      for (int round = 0; round < 400; round++) {
        var said = new ArrayList<String>();
        var heard = session(edge, random, said);
        assertThat(heard.getLast()).as("%s", said).isEqualTo("closed");
        assertThat(heard.get(heard.size() - 2))
            .as("%s", said)
            .matches("(221 2.0.0|421 4.7.0|554 5.5.0) .*");
        assertThat(heard.subList(0, heard.size() - 1))
            .as("%s", said)
            .allMatch(line -> line.matches("[2-5][0-9][0-9][ -].*"));
      }
      assertThat(edge.budget.used()).isZero();
      assertThat(edge.ports.spans.count()).isZero();
      assertThat(idsOfEnds(edge)).doesNotHaveDuplicates().containsAll(idsOfReceived(edge));
    }
  }

  /** Of what operators are told last about a transaction. */
  private static List<TransactionId> idsOfEnds(Edge edge) {
    return edge.ports.events.stream()
        .filter(event -> !(event instanceof TransactionEvent.Received))
        .map(event -> event.transaction().id())
        .toList();
  }

  private static List<TransactionId> idsOfReceived(Edge edge) {
    return edge.ports.events.stream()
        .filter(TransactionEvent.Received.class::isInstance)
        .map(event -> event.transaction().id())
        .toList();
  }

  private static List<String> session(Edge edge, Random random, List<String> said) {
    var heard = new ArrayList<String>();
    try (var client = new Client(edge.port(Listener.MX))) {
      try {
        if (random.nextInt(10) > 0) {
          // unless it has waited for this reply, nothing it pipelines is read
          client.reply();
          client.command("EHLO client.example");
        }
        for (int n = random.nextInt(25); n > 0; n--) {
          var piece = PIECES.get(random.nextInt(PIECES.size()));
          said.add(piece);
          send(client, piece, random);
        }
        client.send("\r\n.\r\n\r\n");
        client.send("RSET\r\nQUIT\r\n");
      } catch (UncheckedIOException _) {
        said.add("(closed by the server)");
      }
      String line;
      do {
        line = client.line();
        heard.add(line);
      } while (!line.equals("closed"));
    }
    return heard;
  }

  private static void send(Client client, String piece, Random random) {
    var octets = piece.getBytes(StandardCharsets.ISO_8859_1);
    int cut = random.nextInt(octets.length + 1);
    client.send(Arrays.copyOfRange(octets, 0, cut));
    client.send(Arrays.copyOfRange(octets, cut, octets.length));
  }
}
