package org.postseal.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.ingress.session.Listener;

/**
 * Whatever content begins with, what we put on top of it says what we said and no more, and every
 * field of the content is still one: nothing folds into ours (RFC 5322 §2.2.3).
 */
class PrependedFieldsTest {
  private static final int ROUNDS = 1500;

  /** What first lines are made of. */
  private static final List<String> PARTS =
      List.of(
          " ",
          "\t",
          "\r\n",
          "\r\n ",
          "\0",
          "\u000b",
          "\u007f",
          "\u0080",
          "\u00a0",
          ":",
          ";",
          "From",
          "From ",
          "From:",
          "X",
          "X:",
          "X: y\r\n",
          "Bcc: z\r\n",
          "Message-ID",
          "dkim=pass",
          "Authentication-Results: mx.example; dkim=pass\r\n",
          "=",
          "\"",
          "(",
          "DKIM-Signature");

  @TempDir private Path directory;

  @Test
  void ofAnotherServersMailNothingFoldsIntoOurResults() {
    var random = new Random(5322);
    try (var edge = new Edge(directory, Wishes.usual().with("transactions", 10_000));
        var client = new Client(edge.port(Listener.MX))) {
      assertThat(client.reply()).startsWith("220 ");
      assertThat(client.command("EHLO client.example")).startsWith("250 ");
      int taken = 0;
      for (int round = 0; round < ROUNDS; round++) {
        var content = firstLines(random) + "From: a@example.com\r\n\r\nbody\r\n";
        if (isTaken(client, edge, content)) {
          taken++;
          var stored = HeaderSection.parse(edge.ports.stored.getFirst().message());
          assertThat(stored.fields().get(1))
              .hasToString("Authentication-Results: mx.example; none");
          assertThat(names(stored.fields().subList(2, stored.fields().size())))
              .as(written(content))
              .isEqualTo(
                  names(HeaderSection.parse(content).fields()).stream()
                      .filter(name -> !name.equals("authentication-results"))
                      .toList());
        }
      }
      assertThat(taken).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
    }
  }

  @Test
  void ofASubmissionNothingFoldsIntoWhatIsSigned() {
    var random = new Random(6409);
    try (var edge = new Edge(directory, Wishes.usual().with("transactions", 10_000));
        var client = new Client(edge.port(Listener.SUBMISSIONS))) {
      client.startTls();
      assertThat(client.reply()).startsWith("220 ");
      assertThat(client.command("EHLO client.example")).startsWith("250 ");
      assertThat(client.command("AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=")).startsWith("235 ");
      int taken = 0;
      for (int round = 0; round < ROUNDS; round++) {
        var content = firstLines(random) + "From: alice@example.com\r\n\r\nbody\r\n";
        edge.ports.signingQuestions.clear();
        if (isTaken(client, edge, content)) {
          taken++;
          var stored = HeaderSection.parse(edge.ports.stored.getFirst().message());
          var signed =
              HeaderSection.parse(edge.ports.signingQuestions.getFirst().message().headerSection());
          assertThat(signed.defect()).as(written(content)).isEmpty();
          assertThat(stored.fieldsNamed("dkim-signature").getFirst())
              .hasToString("DKIM-Signature: ours");
          assertThat(signed.fieldsNamed("date").getFirst().value())
              .as(written(content))
              .matches(" \\w{3}, \\d+ \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d \\+0000");
          assertThat(names(signed.fields())).doesNotContain("bcc");
        }
      }
      assertThat(taken).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
    }
  }

  private static List<String> names(List<HeaderField> fields) {
    return fields.stream().map(HeaderField::lowerCaseName).toList();
  }

  private static String firstLines(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.isEmpty() || text.toString().endsWith("\r\n") ? text.toString() : text + "\r\n";
  }

  private static boolean isTaken(Client client, Edge edge, String content) {
    edge.ports.stored.clear();
    assertThat(client.command("MAIL FROM:<alice@example.com>")).startsWith("250 ");
    assertThat(client.command("RCPT TO:<b@example.net>")).startsWith("250 ");
    assertThat(client.command("DATA")).startsWith("354 ");
    client.send((content + ".\r\n").getBytes(StandardCharsets.ISO_8859_1));
    var reply = client.reply();
    assertThat(reply).as(written(content)).matches("(250|550) .*");
    return reply.startsWith("250");
  }

  private static String written(String octets) {
    return octets.replace("\r", "<CR>").replace("\n", "<LF>").replace("\0", "<NUL>");
  }
}
