package org.postseal.authentication.taglist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagListTest {
  @Test
  void tagsKeepTheSpanOfTheirValue() {
    String text = "v=1; b = ab\r\n\tcd ;bh=x; b_=";
    TagList tags = wellFormed(text);
    assertThat(tags.tags()).extracting(Tag::name).containsExactly("v", "b", "bh", "b_");
    Tag b = tags.find("b").orElseThrow();
    assertThat(b.text()).isEqualTo("ab\r\n\tcd");
    assertThat(b.compact()).isEqualTo("abcd");
    assertThat(text.substring(b.valueStart(), b.valueEnd())).isEqualTo(" ab\r\n\tcd ");
    assertThat(tags.find("b_").orElseThrow().text()).isEmpty();
  }

  @Test
  void whiteSpaceBehindTheLastSemicolonIsNoTag() {
    assertThat(wellFormed("a=1;\r\n ").tags()).hasSize(1);
    assertThat(wellFormed(" a=1 ;b=2").tags()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ";",
        "a=1;;b=2",
        "a",
        "a=1; b",
        "a=1; =2",
        "1=2",
        "a=1; a=2",
        "a=\u0001",
        "a b=1",
        "a=1; \u00e9=2",
        "a-b=1"
      })
  void malformed(String text) {
    assertThat(TagList.parse(text)).isInstanceOf(ParsedTagList.Malformed.class);
  }

  @Test
  void namesAreCaseSensitive() {
    assertThat(wellFormed("a=1; A=2").find("A").orElseThrow().text()).isEqualTo("2");
  }

  @Test
  void giganticListsAreRefusedEarly() {
    assertThat(TagList.parse("a=".repeat(1_000_000))).isInstanceOf(ParsedTagList.WellFormed.class);
    var many = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      many.append('t').append(i).append("=x;");
    }
    var parsed = TagList.parse(many.toString());
    assertThat(parsed).isInstanceOf(ParsedTagList.Malformed.class);
    assertThat(parsed.tags().tags()).hasSize(TagList.MAX_TAGS);
  }

  @Test
  void numbersAreDigitsOnly() {
    assertThat(TagList.decimal("0")).contains(0L);
    assertThat(TagList.decimal("9".repeat(76))).contains(Long.MAX_VALUE);
    for (String none : List.of("", "-1", "+1", "1 ", "1.0", "9".repeat(77), "\u0661")) {
      assertThat(TagList.decimal(none)).as(none).isEmpty();
    }
  }

  @Test
  void whatIsWrittenIsRead() {
    var random = new Random(42);
    for (int round = 0; round < 1_000; round++) {
      var text = new StringBuilder();
      int count = 1 + random.nextInt(10);
      for (int i = 0; i < count; i++) {
        text.append(" t").append(i).append(" = ").append("v".repeat(random.nextInt(5))).append(";");
      }
      assertThat(wellFormed(text.toString()).tags()).hasSize(count);
    }
  }

  @Test
  void anyOctetsGiveAnAnswer() {
    var random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      byte[] octets = new byte[random.nextInt(40)];
      random.nextBytes(octets);
      for (int i = 0; i < octets.length; i++) {
        if (random.nextBoolean()) {
          octets[i] = (byte) "ab= ;\r\n".charAt(random.nextInt(7));
        }
      }
      String text = new String(octets, StandardCharsets.ISO_8859_1);
      for (Tag tag : TagList.parse(text).tags().tags()) {
        assertThat(text.substring(tag.valueStart(), tag.valueEnd())).contains(tag.text());
      }
    }
  }

  private static TagList wellFormed(String text) {
    assertThat(TagList.parse(text)).isInstanceOf(ParsedTagList.WellFormed.class);
    return TagList.parse(text).tags();
  }
}
