package org.postseal.smtp.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentFramerTest {

  /** What came out of a framer. */
  private record Outcome(
      String content, boolean complete, int consumed, Optional<ContentDefect> defect) {}

  @Test
  void endsAtTheDotAloneOnItsLine() {
    var outcome = frame("Subject: a\r\n\r\nb\r\n.\r\nQUIT\r\n");
    assertThat(outcome.content()).isEqualTo("Subject: a\r\n\r\nb\r\n");
    assertThat(outcome.complete()).isTrue();
    assertThat(outcome.consumed()).isEqualTo("Subject: a\r\n\r\nb\r\n.\r\n".length());
    assertThat(outcome.defect()).isEmpty();
  }

  @Test
  void knowsEmptyContent() {
    assertThat(frame(".\r\n")).isEqualTo(new Outcome("", true, 3, Optional.empty()));
  }

  @Test
  void removesTransparency() {
    assertThat(frame("..\r\n.a\r\n...b\r\nc.\r\n.\r\n").content())
        .isEqualTo(".\r\na\r\n..b\r\nc.\r\n");
  }

  /** Every way to write the end of content that some server once took for it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n.\n",
        "\n.\r\n",
        "\r\n.\n",
        "\r.\r",
        "\r.\r\n",
        "\r\n.\r",
        "\r.\n",
        "\n.\r",
        "\n\n.\r\n",
        "\n\n.\n",
        "\r\n\n.\r\n",
        "\r\r\n.\n",
        "\r\n.\r\r\n",
        "\r\n\r.\r\n",
        "\r\n.\n\r\n",
        "\n.\r\r\n",
        "\r\0\n.\r\n\n",
        "\r\n\0.\r\r\n",
        "\r\n.\0\r\n\r",
        "\u0085.\u0085\n"
      })
  void nothingElseEndsTheContent(String end) {
    var smuggled = "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nforged\r\n.\r\n";
    var text = "innocent" + end + smuggled + "QUIT\r\n";
    var outcome = frame(text);
    assertThat(outcome.complete()).isTrue();
    assertThat(outcome.consumed()).isEqualTo(text.length() - "QUIT\r\n".length());
    assertThat(outcome.defect()).isPresent();
  }

  @Test
  void namesTheFirstDefect() {
    assertThat(frame("a\rb\nc\r\n.\r\n").defect()).contains(ContentDefect.BARE_CR);
    assertThat(frame("a\nb\rc\r\n.\r\n").defect()).contains(ContentDefect.BARE_LF);
    assertThat(frame("a\r\n.\rb\r\n.\r\n").defect()).contains(ContentDefect.BARE_CR);
    assertThat(frame("a\r\n.\nb\r\n.\r\n").defect()).contains(ContentDefect.BARE_LF);
  }

  @Test
  void holdsTheLineLimitToTheOctet() {
    var longest = "x".repeat(998);
    assertThat(frame(longest + "\r\n" + longest + "\r\n.\r\n").defect()).isEmpty();
    assertThat(frame("." + longest + "\r\n.\r\n").defect()).isEmpty();
    assertThat(frame(longest + "x\r\n.\r\n").defect()).contains(ContentDefect.LINE_TOO_LONG);
    assertThat(frame("a\r\nb\r\n" + longest + "x\r\n.\r\n").defect())
        .contains(ContentDefect.LINE_TOO_LONG);
  }

  @Test
  void neitherContentNorDefectDependsOnTheChunking() {
    var random = new Random(5321);
    var pieces = List.of("\r\n", ".", "\r", "\n", "\r\n.", "a", "bcdefghijklmnop", "\r\n.\r", "é");
    for (int round = 0; round < 30_000; round++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      var octets = text.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(frame(octets, random))
          .as("%s", List.of(text.toString()))
          .isEqualTo(frame(octets, null));
    }
  }

  @Test
  void whatAClientMakesTransparentComesBackUnchanged() {
    var random = new Random(1123);
    var pieces = List.of("\r\n", ".", "..", "\r\n.", "a", "bcdefghijklmnop", "\r\n.\r\n", "\r\n..");
    for (int round = 0; round < 30_000; round++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(20); n > 0; n--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      if (!text.isEmpty() && !text.toString().endsWith("\r\n")) {
        text.append("\r\n");
      }
      var content = text.toString();
      var wire = transparent(content, random);
      var outcome = frame(wire, random);
      assertThat(outcome).isEqualTo(new Outcome(content, true, wire.length, Optional.empty()));
    }
  }

  @Test
  void aClientEndsALineThatTheContentLeftOpen() {
    assertThat(new String(transparent("a\r\nb", new Random(1)), StandardCharsets.US_ASCII))
        .isEqualTo("a\r\nb\r\n.\r\n");
    assertThat(new String(transparent("", new Random(1)), StandardCharsets.US_ASCII))
        .isEqualTo(".\r\n");
  }

  @Test
  void findsLineEndsLikeTheObviousLoop() {
    var random = new Random(8);
    for (int round = 0; round < 100_000; round++) {
      var octets = new byte[random.nextInt(40)];
      for (int i = 0; i < octets.length; i++) {
        octets[i] = (byte) (random.nextInt(12) == 0 ? random.nextInt(16) : random.nextInt(256));
      }
      int from = octets.length == 0 ? 0 : random.nextInt(octets.length);
      int expected = from;
      while (expected < octets.length && octets[expected] != '\r' && octets[expected] != '\n') {
        expected++;
      }
      assertThat(LineEnds.indexOf(octets, from, octets.length)).isEqualTo(expected);
    }
  }

  private static byte[] transparent(String content, Random random) {
    var octets = content.getBytes(StandardCharsets.US_ASCII);
    var wire = new ByteArrayOutputStream();
    var writer = new TransparencyWriter();
    int at = 0;
    while (at < octets.length) {
      int length = Math.min(octets.length - at, 1 + random.nextInt(8));
      writer.feed(octets, at, length, wire::write);
      at += length;
    }
    writer.finish(wire::write);
    return wire.toByteArray();
  }

  private static Outcome frame(String text) {
    return frame(text.getBytes(StandardCharsets.ISO_8859_1), new Random(0));
  }

  private static Outcome frame(byte[] octets, @org.jspecify.annotations.Nullable Random random) {
    var framer = new ContentFramer(1000);
    var content = new ByteArrayOutputStream();
    int at = 0;
    while (at < octets.length && !framer.isComplete()) {
      int length =
          random == null ? octets.length - at : Math.min(octets.length - at, 1 + random.nextInt(8));
      at += framer.feed(octets, at, length, content::write);
    }
    return new Outcome(
        content.toString(StandardCharsets.UTF_8), framer.isComplete(), at, framer.defect());
  }
}
