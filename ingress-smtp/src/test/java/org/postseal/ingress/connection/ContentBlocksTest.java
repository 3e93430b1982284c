package org.postseal.ingress.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postseal.ingress.acceptance.HeaderEdit;
import org.postseal.ingress.session.MessageOctets;

class ContentBlocksTest {

  @Test
  void keepsTheOctetsWhateverTheSlices() {
    var random = new Random(1870);
    var octets = new byte[1_200_000];
    random.nextBytes(octets);
    for (long expected : new long[] {0, 10_000, octets.length, Long.MAX_VALUE}) {
      var blocks = new ContentBlocks(expected);
      int at = 0;
      while (at < octets.length) {
        int length = Math.min(octets.length - at, 1 + random.nextInt(70_000));
        long predicted = blocks.capacityAfter(length);
        blocks.append(octets, at, length);
        at += length;
        assertThat(blocks.capacity()).isEqualTo(predicted);
      }
      assertThat(blocks.length()).isEqualTo(octets.length);
      assertThat(blocks.capacity()).isLessThan(octets.length + 512 * 1024);
      assertThat(whole(blocks.edited(new byte[0], HeaderEdit.none()))).isEqualTo(octets);
    }
  }

  @Test
  void aDeclaredSizeTakesNoMoreThanThat() {
    var blocks = new ContentBlocks(30_000);
    blocks.append(new byte[30_000], 0, 30_000);
    assertThat(blocks.capacity()).isEqualTo(30_000);
  }

  @Test
  void prependsAndDeletesAcrossBlocks() {
    var text = "A: 1\r\nBcc: secret\r\nC: 3\r\nBcc: more\r\n\r\nbody\r\n" + "x".repeat(20_000);
    var blocks = new ContentBlocks(0);
    var octets = text.getBytes(StandardCharsets.US_ASCII);
    blocks.append(octets, 0, octets.length);
    int first = text.indexOf("Bcc: s");
    int second = text.indexOf("Bcc: m");
    var edit =
        new HeaderEdit(
            "Date: now\r\n".getBytes(StandardCharsets.US_ASCII),
            List.of(
                new HeaderEdit.Deletion(first, first + 13),
                new HeaderEdit.Deletion(second, second + 11)));
    var edited = blocks.edited("Received: us\r\n".getBytes(StandardCharsets.US_ASCII), edit);
    var expected = "Received: us\r\nDate: now\r\nA: 1\r\nC: 3\r\n\r\nbody\r\n" + "x".repeat(20_000);
    assertThat(new String(whole(edited), StandardCharsets.US_ASCII)).isEqualTo(expected);
    assertThat(edited.length()).isEqualTo(expected.length());
    assertThat(new String(edited.copyOfRange(10, 20), StandardCharsets.US_ASCII))
        .isEqualTo(expected.substring(10, 30));
    int last = expected.length() - 5000;
    assertThat(new String(edited.copyOfRange(last, 5000), StandardCharsets.US_ASCII))
        .isEqualTo(expected.substring(last));
  }

  private static byte[] whole(MessageOctets octets) {
    var whole = new ByteArrayOutputStream();
    octets.forEach(whole::write);
    return whole.toByteArray();
  }
}
