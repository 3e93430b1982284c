package org.postseal.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postseal.ingress.session.Listener;

/**
 * End-of-data smuggling (CVE-2023-51764, -51765, -51766 and their kin): a second transaction hidden
 * in the content of the first, behind something that some server takes for the end of it. Whatever
 * the writing and however it is cut into packets, we take one message or refuse one, and the
 * dialogue stays in step.
 */
class SmugglingTest {
  /** What may stand before and after the dot, and is no CRLF or not only. */
  private static final List<String> LINE_ENDS =
      List.of(
          "\r", "\n", "\r\n", "\r\r", "\n\n", "\n\r", "\r\r\n", "\r\n\n", "\r\n\r", "\n\r\n",
          "\0\n", "\0\r\n", "\r\0\n", "\r\n\0", "\n\0", "\0", " \r\n", "\r \n", "\u000b", "\u0085");

  /** The dot itself, and what might become one when somebody cleans up. */
  private static final List<String> DOTS =
      List.of(".", "..", "\0.", ".\0", " .", ". ", "\u00ae", ".\b");

  private static final String HIDDEN =
      """
      MAIL FROM:<mallory@example.com>
      RCPT TO:<bob@example.net>
      DATA
      Subject: smuggled

      forged
      .
      """
          .replace("\n", "\r\n");

  @TempDir private Path directory;

  /** Every writing of the end but the one and only. */
  private static Set<String> writings() {
    var writings = new LinkedHashSet<String>();
    for (var before : LINE_ENDS) {
      for (var dot : DOTS) {
        for (var after : LINE_ENDS) {
          writings.add(before + dot + after);
        }
      }
    }
    writings.removeIf(writing -> writing.contains("\r\n.\r\n"));
    return writings;
  }

  @Test
  void oneMessageOrOneRefusalWhateverTheWritingOfTheEnd() {
    var random = new Random(51764);
    try (var edge = new Edge(directory, Wishes.usual().with("transactions", 10_000));
        var client = greeted(edge)) {
      for (var writing : writings()) {
        edge.ports.stored.clear();
        begin(client);
        var content = "Subject: first\r\n\r\nbody" + writing + HIDDEN;
        sendInPieces(client, content, random);
        var reply = client.reply();
        assertThat(reply).as(written(writing)).matches("(250|550) .*");
        assertThat(edge.ports.stored).as(written(writing)).hasSize(reply.startsWith("2") ? 1 : 0);
        assertThat(isHarmless(content.replace("\r\n.", "\r\n")))
            .as(written(writing))
            .isEqualTo(reply.startsWith("2"));
        assertThat(client.command("NOOP")).as(written(writing)).startsWith("250 ");
      }
      assertThat(writings()).hasSizeGreaterThan(2500);
    }
  }

  /** The same where chunks say how long the content is. */
  @Test
  void inChunksNothingButTheirLengthCounts() {
    try (var edge = new Edge(directory, Wishes.usual().with("transactions", 10_000));
        var client = greeted(edge)) {
      for (var writing : writings()) {
        edge.ports.stored.clear();
        var content = "Subject: first\r\n\r\nbody" + writing + HIDDEN;
        client.send(
            "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nBDAT %d LAST\r\n%s"
                .formatted(content.length(), content));
        assertThat(client.reply()).startsWith("250 2.1.0 ");
        assertThat(client.reply()).startsWith("250 2.1.5 ");
        var reply = client.reply();
        assertThat(reply).as(written(writing)).matches("(250|550) .*");
        assertThat(edge.ports.stored).as(written(writing)).hasSize(reply.startsWith("2") ? 1 : 0);
        assertThat(isHarmless(content)).as(written(writing)).isEqualTo(reply.startsWith("2"));
        assertThat(client.command("NOOP")).as(written(writing)).startsWith("250 ");
      }
    }
  }

  /** Lines end in CRLF, and none begins with what a next hop may drop in front of a dot. */
  private static boolean isHarmless(String content) {
    var withoutLineEnds = content.replace("\r\n", "");
    return withoutLineEnds.indexOf('\r') < 0
        && withoutLineEnds.indexOf('\n') < 0
        && !content.contains("\r\n\0");
  }

  private static void sendInPieces(Client client, String text, Random random) {
    var octets = text.getBytes(StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at < octets.length) {
      int to = Math.min(octets.length, at + 1 + random.nextInt(random.nextBoolean() ? 8 : 200));
      client.send(Arrays.copyOfRange(octets, at, to));
      at = to;
    }
  }

  private static String written(String octets) {
    return octets.replace("\r", "<CR>").replace("\n", "<LF>").replace("\0", "<NUL>");
  }

  private static Client greeted(Edge edge) {
    var client = new Client(edge.port(Listener.MX));
    assertThat(client.reply()).startsWith("220 ");
    assertThat(client.command("EHLO client.example")).startsWith("250 ");
    return client;
  }

  private static void begin(Client client) {
    assertThat(client.command("MAIL FROM:<a@example.com>")).startsWith("250 ");
    assertThat(client.command("RCPT TO:<b@example.net>")).startsWith("250 ");
    assertThat(client.command("DATA")).startsWith("354 ");
  }
}
