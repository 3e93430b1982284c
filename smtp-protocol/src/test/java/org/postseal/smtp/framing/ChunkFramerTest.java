package org.postseal.smtp.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkFramerTest {

  @Test
  void takesExactlyTheOctetsOfItsChunk() {
    var framer = new ChunkFramer(1000);
    var content = new ByteArrayOutputStream();
    var octets = "Subject: a\r\n\r\n.\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII);
    framer.begin(17, true);
    assertThat(framer.feed(octets, 0, octets.length, content::write)).isEqualTo(17);
    assertThat(content).hasToString("Subject: a\r\n\r\n.\r\n");
    assertThat(framer.isComplete()).isTrue();
    assertThat(framer.defect()).isEmpty();
    assertThat(framer.feed(octets, 17, 6, content::write)).isZero();
  }

  @Test
  void linesGoAcrossChunks() {
    var framer = new ChunkFramer(1000);
    for (var chunk : new String[] {"a\r", "\nb\r\nc", "", "\r\n"}) {
      framer.begin(chunk.length(), false);
      feed(framer, chunk);
      assertThat(framer.isChunkComplete()).isTrue();
      assertThat(framer.isComplete()).isFalse();
    }
    framer.begin(0, true);
    assertThat(framer.isComplete()).isTrue();
    assertThat(framer.defect()).isEmpty();
  }

  @Test
  void noContentAtAllIsWhole() {
    var framer = new ChunkFramer(1000);
    framer.begin(0, true);
    assertThat(framer.isComplete()).isTrue();
    assertThat(framer.defect()).isEmpty();
  }

  /** What DATA could not carry unchanged. */
  @ParameterizedTest
  @CsvSource({
    "a\\nb\\r\\n, BARE_LF",
    "\\n, BARE_LF",
    "a\\n, BARE_LF",
    "a\\rb\\r\\n, BARE_CR",
    "\\r\\r\\n, BARE_CR",
    "a\\r, BARE_CR",
    "12345678901\\r\\n, LINE_TOO_LONG",
    "12345678901, LINE_TOO_LONG",
    "\\0a\\r\\n, NUL_AT_LINE_START",
    "a\\r\\n\\0.\\r\\n, NUL_AT_LINE_START",
  })
  void namesTheFirstDefectInAnyCutting(String written, ContentDefect defect) {
    var text = written.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
    var random = new Random(3030);
    for (int round = 0; round < 50; round++) {
      var framer = new ChunkFramer(12);
      int cut = random.nextInt(text.length() + 1);
      framer.begin(cut, false);
      for (char c : text.substring(0, cut).toCharArray()) {
        feed(framer, String.valueOf(c));
      }
      framer.begin(text.length() - cut, true);
      feed(framer, text.substring(cut));
      assertThat(framer.isComplete()).isTrue();
      assertThat(framer.defect()).isEqualTo(Optional.of(defect));
    }
  }

  @Test
  void theLongestLineAllowedIsAllowed() {
    var framer = new ChunkFramer(12);
    framer.begin(24, true);
    feed(framer, "1234567890\r\n");
    feed(framer, "1234567890\r\n");
    assertThat(framer.defect()).isEmpty();
  }

  @Test
  void nothingComesAfterTheLastChunk() {
    var framer = new ChunkFramer(1000);
    framer.begin(0, true);
    assertThatThrownBy(() -> framer.begin(1, false)).isInstanceOf(IllegalStateException.class);
  }

  private static void feed(ChunkFramer framer, String text) {
    var octets = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(framer.feed(octets, 0, octets.length, (_, _, _) -> {})).isEqualTo(octets.length);
  }
}
