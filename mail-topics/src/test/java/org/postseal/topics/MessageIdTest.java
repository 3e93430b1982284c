package org.postseal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageIdTest {
  private static String field(String text) {
    var octets = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return MessageId.ofField(octets).orElse("-");
  }

  @Test
  void itIsWhatStandsBetweenTheAngleBrackets() {
    assertThat(field(" <1@a.example>")).isEqualTo("1@a.example");
    assertThat(field("\r\n <Case@A.example> (comment)")).isEqualTo("Case@A.example");
    assertThat(field(" <1@a.example> <2@a.example>")).isEqualTo("1@a.example");
    assertThat(field(" none")).isEqualTo("none");
    assertThat(field(" <not closed")).isEqualTo("not closed");
    assertThat(field(" <\u00fc@\u00fc.example>")).isEqualTo("\u00fc@\u00fc.example");
    for (var nothing : new String[] {"", "  \r\n ", "<>", " < > "}) {
      assertThat(field(nothing)).as(nothing).isEqualTo("-");
    }
  }

  @Test
  void whatASenderMeansToHideIsSeen() {
    assertThat(field("<a\u0000b\u001b[2J\r\n\t c\u202ed>")).isEqualTo("a\uFFFDb\uFFFD[2J c\uFFFDd");
    assertThat(MessageId.ofField("<\u00ff\u00fe@x>")).contains("\uFFFD\uFFFD@x");
    assertThat(MessageId.of("<\ud800@x>")).contains("\uFFFD@x");
  }

  @Test
  void itIsBoundedInTheEventAsInAQuestion() {
    var longest = "a".repeat(MessageId.MOST);
    assertThat(field("<" + longest + "b@x>")).isEqualTo(longest);
    assertThat(MessageId.of("<" + longest + "b@x>")).contains(longest);
    var pairs = "a" + "\ud83d\ude00".repeat(MessageId.MOST);
    assertThat(MessageId.of(pairs).orElseThrow().getBytes(StandardCharsets.UTF_8))
        .hasSize(MessageId.MOST - 1);
    assertThat(MessageId.ofField("<" + "\u00ff".repeat(5000)).orElseThrow())
        .isEqualTo("\uFFFD".repeat(MessageId.MOST / 3));
    assertThat(MessageId.of("a<b>")).contains("a<b>");
    assertThat(field("<" + "x".repeat(1_000_000))).hasSize(MessageId.MOST);
    assertThat(field("<" + " \r\n".repeat(2000) + "x>")).isEqualTo("-");
  }
}
