package org.postseal.smtp.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommandLineFramerTest {

  @Test
  void cutsLines() {
    assertThat(frames("EHLO a\r\nNOOP\r\n\r\nQUIT", 100)).containsExactly("EHLO a", "NOOP", "");
  }

  @Test
  void refusesALineWithABareLineFeedAsAWhole() {
    assertThat(frames("MAIL FROM:<a@b>\nRCPT TO:<c@d>\r\nNOOP\r\n", 100))
        .containsExactly("!BARE_LF", "NOOP");
    assertThat(frames("NOOP\nQUIT\n", 100)).containsExactly("!BARE_LF", "!BARE_LF");
  }

  @Test
  void refusesALineWithABareCarriageReturnAsAWhole() {
    assertThat(frames("NOOP\rQUIT\r\nNOOP\r\n", 100)).containsExactly("!BARE_CR", "NOOP");
    assertThat(frames("NOOP\r\r\nNOOP\r\n", 100)).containsExactly("!BARE_CR", "NOOP");
  }

  @Test
  void holdsTheLimitToTheOctet() {
    assertThat(frames("12345678\r\n", 10)).containsExactly("12345678");
    assertThat(frames("123456789\r\nNOOP\r\n", 10)).containsExactly("!TOO_LONG", "NOOP");
  }

  @Test
  void keepsTellingAClientThatNeverEndsItsLine() {
    var framer = new CommandLineFramer();
    var octets = new byte[10_000];
    int refusals = 0;
    for (int i = 0; i < 100; i++) {
      int at = 0;
      while (framer.next(octets, at, octets.length, 512)
          instanceof CommandLineFramer.Defective(_, var consumed)) {
        at += consumed;
        refusals++;
      }
    }
    assertThat(refusals).isBetween(10, 20);
  }

  @Test
  void forgetsALineThatHadBegun() {
    var framer = new CommandLineFramer();
    var begun = "RCPT TO:".getBytes(StandardCharsets.US_ASCII);
    assertThat(framer.next(begun, 0, begun.length, 100))
        .isInstanceOf(CommandLineFramer.Incomplete.class);
    assertThat(framer.isMidLine()).isTrue();
    framer.discard();
    assertThat(framer.isMidLine()).isFalse();
    var rest = "EHLO a\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(framer.next(rest, 0, rest.length, 100))
        .isInstanceOfSatisfying(
            CommandLineFramer.Line.class, l -> assertThat(l.length()).isEqualTo(6));
  }

  @Test
  void doesNotDependOnTheChunking() {
    var random = new Random(822);
    var alphabet = "ab\r\n";
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(random.nextInt(3) == 0 ? "\r\n" : alphabet.charAt(random.nextInt(4)));
      }
      var octets = text.toString().getBytes(StandardCharsets.US_ASCII);
      assertThat(frames(octets, 6, random))
          .as("%s", List.of(text.toString()))
          .isEqualTo(frames(text.toString(), 6));
    }
  }

  private static List<String> frames(String text, int limit) {
    var octets = text.getBytes(StandardCharsets.US_ASCII);
    var framer = new CommandLineFramer();
    var frames = new ArrayList<String>();
    drain(framer, octets, 0, octets.length, limit, frames);
    return frames;
  }

  private static List<String> frames(byte[] octets, int limit, Random random) {
    var framer = new CommandLineFramer();
    var frames = new ArrayList<String>();
    int at = 0;
    while (at < octets.length) {
      int end = Math.min(octets.length, at + 1 + random.nextInt(5));
      drain(framer, octets, at, end, limit, frames);
      at = end;
    }
    return frames;
  }

  private static void drain(
      CommandLineFramer framer, byte[] octets, int from, int end, int limit, List<String> frames) {
    int at = from;
    while (true) {
      switch (framer.next(octets, at, end, limit)) {
        case CommandLineFramer.Incomplete _ -> {
          return;
        }
        case CommandLineFramer.Defective(var defect, var consumed) -> {
          frames.add("!" + defect);
          at += consumed;
        }
        case CommandLineFramer.Line(var line, var offset, var length, var consumed) -> {
          frames.add(new String(line, offset, length, StandardCharsets.US_ASCII));
          at += consumed;
        }
      }
    }
  }
}
