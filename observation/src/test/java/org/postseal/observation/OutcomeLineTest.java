package org.postseal.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OutcomeLineTest {

  private static OutcomeLine shown() {
    return new OutcomeLine(LoggedAddresses.SHOWN);
  }

  @Test
  void plainWordsStandAsTheyAre() {
    assertThat(shown().with("outcome", "rejected").with("reply", 550).who("client", "192.0.2.1"))
        .hasToString("outcome=rejected reply=550 client=192.0.2.1");
  }

  @Test
  void whatAStrangerWroteIsOneValueOfOneLine() {
    assertThat(shown().who("from", "\"a outcome=accepted\"@b.example"))
        .hasToString("from=\"\\\"a outcome=accepted\\\"@b.example\"");
    assertThat(shown().who("helo", "x\r\nFAKE")).hasToString("helo=\"x\\u{d}\\u{a}FAKE\"");
    assertThat(shown().who("from", "")).hasToString("from=\"\"");
    assertThat(shown().who("from", "jörg@b.example")).hasToString("from=\"jörg@b.example\"");
    assertThat(shown().who("helo", "abc\u202Etxt")).hasToString("helo=\"abc\\u{202e}txt\"");
  }

  @Test
  void noValueEndsALineOrItself() {
    var random = new Random(20261123);
    for (int i = 0; i < 20_000; i++) {
      var value = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        value.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
      }
      var line = shown().who("a", value.toString()).with("z", "end").toString();
      assertThat(line.codePoints().noneMatch(Character::isISOControl)).as(line).isTrue();
      assertThat(line).matches("a=(\"([^\"\\\\]|\\\\.)*\"|[!-~&&[^\"=\\\\]]+) z=end");
    }
  }

  @Test
  void whoIsLeftOutWhereLinesMayNotSay() {
    assertThat(
            new OutcomeLine(LoggedAddresses.REDACTED)
                .with("outcome", "accepted")
                .who("client", "192.0.2.1")
                .who("from", "alice@sender.example"))
        .hasToString("outcome=accepted");
    assertThat(LoggedAddresses.REDACTED.of("192.0.2.1")).doesNotContain("192");
  }
}
