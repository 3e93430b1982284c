package org.postseal.smtp.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "<a@example.com>|a@example.com",
        "<A.b+c=d@Example.COM>|A.b+c=d@example.com",
        "<\"a b\"@example.com>|\"a b\"@example.com",
        "<\"joe\"@example.com>|joe@example.com",
        "<\"a\\\"b\\\\\"@example.com>|\"a\\\"b\\\\\"@example.com",
        "<\"\"@example.com>|\"\"@example.com",
        "<\">\"@example.com>|\">\"@example.com",
        "<a.@example.com>|\"a.\"@example.com",
        "<a..b@example.com>|\"a..b\"@example.com",
        "<a@[192.0.2.1]>|a@[192.0.2.1]",
        "<a@[IPv6:2001:db8::1]>|a@[IPv6:2001:db8:0:0:0:0:0:1]",
        "<a@[x-tag:content]>|a@[x-tag:content]",
        "<@relay.example,@other.example:a@example.com>|a@example.com",
        "<a@localhost>|a@localhost",
        "<a@my_host.example.com>|a@my_host.example.com",
        "<grüße@bücher.example>|grüße@bücher.example"
      })
  void readsAMailbox(String path, String mailbox) {
    assertThat(parse(path + " SIZE=1")).isInstanceOf(PathResult.Parsed.class);
    assertThat(mailboxOf(path)).hasToString(mailbox);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "a@example.com|NO_OPENING_BRACKET",
        "<a@example.com|NO_CLOSING_BRACKET",
        "<a@example.com.>|DOMAIN",
        "<a@-example.com>|DOMAIN",
        "<a@example-.com>|DOMAIN",
        "<a@exa mple.com>|NO_CLOSING_BRACKET",
        "<a@>|DOMAIN",
        "<@example.com>|SOURCE_ROUTE",
        "<a>|NO_DOMAIN",
        "<.a@example.com>|LOCAL_PART",
        "<\"a@example.com>|LOCAL_PART",
        "<a b@example.com>|NO_DOMAIN",
        "<a@[192.0.2.256]>|ADDRESS_LITERAL",
        "<a@[192.0.2]>|ADDRESS_LITERAL",
        "<a@[IPv6:2001:db8::1::2]>|ADDRESS_LITERAL",
        "<a@[IPv6:fe80::1%eth0]>|ADDRESS_LITERAL",
        "<a@[192.0.2.1>|ADDRESS_LITERAL",
        "<|LOCAL_PART",
        "<a@b@c>|NO_CLOSING_BRACKET"
      })
  void namesTheDefect(String path, PathDefect defect) {
    assertThat(parse(path))
        .isInstanceOfSatisfying(
            PathResult.Defective.class, d -> assertThat(d.defect()).isEqualTo(defect));
  }

  @Test
  void tellsTheNullReversePathFromAnEmptyForwardPath() {
    assertThat(parse("<>")).isEqualTo(new PathResult.Parsed<>(ReversePath.nullReversePath(), 2));
    assertThat(forward("<>")).isInstanceOf(PathResult.Defective.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<Postmaster>", "<postmaster>", "<POSTMASTER>"})
  void knowsPostmasterWithoutADomain(String path) {
    assertThat(forward(path))
        .isEqualTo(new PathResult.Parsed<ForwardPath>(new ForwardPath.Postmaster(), path.length()));
  }

  @Test
  void holdsEachLimitToTheOctet() {
    var longest = "a".repeat(64) + "@example.com";
    assertThat(strict("<" + longest + ">")).isInstanceOf(PathResult.Parsed.class);
    assertThat(strict("<a" + longest + ">"))
        .isEqualTo(new PathResult.Defective<>(PathDefect.LOCAL_PART_TOO_LONG, 66));
    var domain = ("d".repeat(61) + ".").repeat(4) + "example";
    assertThat(domain).hasSize(255);
    assertThat(strict("<@" + domain + ":a@" + domain + ">"))
        .isInstanceOfSatisfying(
            PathResult.Defective.class,
            d -> assertThat(d.defect()).isEqualTo(PathDefect.PATH_TOO_LONG));
    assertThat(strict("<a@" + domain + "x>"))
        .isInstanceOfSatisfying(
            PathResult.Defective.class,
            d -> assertThat(d.defect()).isEqualTo(PathDefect.DOMAIN_TOO_LONG));
  }

  @Test
  void refusesOctetsThatAreNotUtf8() {
    var octets = "<a\u00ff@example.com>".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(PathParser.reversePath(octets, 0, octets.length, PathLimits.GENEROUS))
        .isInstanceOfSatisfying(
            PathResult.Defective.class, d -> assertThat(d.defect()).isEqualTo(PathDefect.NOT_UTF8));
  }

  @Test
  void whatWasReadIsWrittenSoThatItReadsTheSame() {
    var random = new Random(5321);
    var alphabet = "ab.\"\\@<>[]: -_é1,";
    int parsed = 0;
    for (int i = 0; i < 200_000; i++) {
      var text = new StringBuilder("<");
      for (int n = random.nextInt(9); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      text.append(random.nextBoolean() ? "@d>" : ">");
      if (parse(text.toString()) instanceof PathResult.Parsed<ReversePath>(var path, var end)) {
        parsed++;
        assertThat(end)
            .isLessThanOrEqualTo(text.toString().getBytes(StandardCharsets.UTF_8).length);
        assertThat(parse(path.toString()))
            .isInstanceOfSatisfying(
                PathResult.Parsed.class, p -> assertThat(p.path()).isEqualTo(path));
      }
    }
    assertThat(parsed).isGreaterThan(1000);
  }

  @Test
  void parsesAMailboxOfASetting() {
    assertThat(Mailbox.parse("a@Example.com")).map(Mailbox::toString).contains("a@example.com");
    assertThat(Mailbox.parse("a@example.com> SIZE=1")).isEmpty();
    assertThat(Mailbox.parse("example.com")).isEmpty();
  }

  private static Mailbox mailboxOf(String path) {
    return switch (parse(path)) {
      case PathResult.Parsed<ReversePath>(var reversePath, _) ->
          reversePath.mailbox().orElseThrow();
      case PathResult.Defective<ReversePath> d -> throw new AssertionError(d);
    };
  }

  private static PathResult<ReversePath> parse(String path) {
    var octets = path.getBytes(StandardCharsets.UTF_8);
    return PathParser.reversePath(octets, 0, octets.length, PathLimits.GENEROUS);
  }

  private static PathResult<ReversePath> strict(String path) {
    var octets = path.getBytes(StandardCharsets.UTF_8);
    return PathParser.reversePath(octets, 0, octets.length, PathLimits.RFC_5321);
  }

  private static PathResult<ForwardPath> forward(String path) {
    var octets = path.getBytes(StandardCharsets.UTF_8);
    return PathParser.forwardPath(octets, 0, octets.length, PathLimits.GENEROUS);
  }
}
