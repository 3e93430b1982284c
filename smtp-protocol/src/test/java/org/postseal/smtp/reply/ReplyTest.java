package org.postseal.smtp.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {

  @Test
  void isWrittenLineByLine() {
    var reply = new Reply(250, EnhancedStatus.parse("2.0.0"), List.of("first", "second"));
    assertThat(wire(reply)).isEqualTo("250-2.0.0 first\r\n250 2.0.0 second\r\n");
    assertThat(wire(Reply.of(354, "go on"))).isEqualTo("354 go on\r\n");
    assertThat(reply).hasToString("250 2.0.0 first / second");
  }

  @Test
  void cannotBeSplitByItsText() {
    assertThat(wire(Reply.of(550, "5.1.1", "no\r\n250 yes")))
        .isEqualTo("550 5.1.1 no??250 yes\r\n");
    assertThatThrownBy(() -> new Reply(250, Optional.empty(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Reply.of(99, "no")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsWhatItWroteInAnyChunking() {
    var replies =
        List.of(
            Reply.of(220, "mx.example ESMTP"),
            new Reply(250, Optional.empty(), List.of("mx.example", "SIZE 100", "PIPELINING")),
            Reply.of(550, "5.7.1", "no"),
            new Reply(451, EnhancedStatus.parse("4.7.5"), List.of("one", "", "three")));
    var wire = new StringBuilder();
    replies.forEach(r -> wire.append(wire(r)));
    var octets = wire.toString().getBytes(StandardCharsets.US_ASCII);
    var random = new Random(2034);
    for (int round = 0; round < 2000; round++) {
      assertThat(readAll(octets, random)).isEqualTo(replies);
    }
  }

  @Test
  void takesAStatusOnlyIfItsClassAgrees() {
    assertThat(read("250 5.1.1 odd\r\n").reply()).isEqualTo(Reply.of(250, "5.1.1 odd"));
    assertThat(read("250 2.1.0\r\n").reply()).isEqualTo(Reply.of(250, "2.1.0", ""));
    assertThat(read("250\r\n").reply()).isEqualTo(Reply.of(250, ""));
    assertThat(read("250 ok\n").reply()).isEqualTo(Reply.of(250, "ok"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello there|NOT_A_REPLY",
        "25|NOT_A_REPLY",
        "25x ok|NOT_A_REPLY",
        "2500 ok|NOT_A_REPLY",
        "650 ok|NOT_A_REPLY",
        "150 ok|NOT_A_REPLY"
      })
  void refusesWhatIsNoReply(String line, ReplyDefect defect) {
    assertThat(feed(line + "\r\n")).isEqualTo(new ReplyParser.Defective(defect));
  }

  @Test
  void refusesDifferingCodesAndWhatIsBeyondTheLimits() {
    assertThat(feed("250-a\r\n251 b\r\n"))
        .isEqualTo(new ReplyParser.Defective(ReplyDefect.CODES_DIFFER));
    assertThat(feed("250-a\r\n".repeat(6)))
        .isEqualTo(new ReplyParser.Defective(ReplyDefect.TOO_MANY_LINES));
    assertThat(feed("250 " + "x".repeat(60) + "\r\n"))
        .isEqualTo(new ReplyParser.Defective(ReplyDefect.LINE_TOO_LONG));
    assertThat(feed("x".repeat(70)))
        .isEqualTo(new ReplyParser.Defective(ReplyDefect.LINE_TOO_LONG));
  }

  @Test
  void readsWhatEhloOffers() {
    var reply =
        read("""
                250-mx.example greets you
                250-size 1000
                250-PIPELINING
                250-8BITMIME
                250-AUTH PLAIN login
                250-AUTH=OLD
                250-STARTTLS
                250 SMTPUTF8
                """)
            .reply();
    var capabilities = EhloCapabilities.of(reply);
    assertThat(capabilities.serverName()).isEqualTo("mx.example");
    assertThat(capabilities.sizeLimit()).hasValue(1000);
    assertThat(capabilities.pipelining()).isTrue();
    assertThat(capabilities.eightBitMime()).isTrue();
    assertThat(capabilities.smtpUtf8()).isTrue();
    assertThat(capabilities.startTls()).isTrue();
    assertThat(capabilities.offers("CHUNKING")).isFalse();
    assertThat(capabilities.authMechanisms()).containsExactly("PLAIN", "LOGIN");
    assertThat(EhloCapabilities.of(Reply.of(250, "mx SIZE 1")).extensions()).isEmpty();
    assertThat(
            EhloCapabilities.of(new Reply(250, Optional.empty(), List.of("mx", "SIZE 0", "")))
                .sizeLimit())
        .isEmpty();
  }

  private static List<Reply> readAll(byte[] octets, Random random) {
    var parser = new ReplyParser(ReplyLimits.GENEROUS);
    var replies = new ArrayList<Reply>();
    int at = 0;
    while (at < octets.length) {
      int length = Math.min(octets.length - at, 1 + random.nextInt(40));
      at +=
          switch (parser.feed(octets, at, length)) {
            case ReplyParser.Incomplete _ -> length;
            case ReplyParser.Complete(var reply, var consumed) -> {
              replies.add(reply);
              yield consumed;
            }
            case ReplyParser.Defective d -> throw new AssertionError(d);
          };
    }
    return replies;
  }

  private static ReplyParser.Complete read(String text) {
    var octets = text.getBytes(StandardCharsets.US_ASCII);
    return (ReplyParser.Complete)
        new ReplyParser(ReplyLimits.GENEROUS).feed(octets, 0, octets.length);
  }

  private static ReplyParser.Progress feed(String text) {
    var octets = text.getBytes(StandardCharsets.US_ASCII);
    return new ReplyParser(new ReplyLimits(60, 5)).feed(octets, 0, octets.length);
  }

  private static String wire(Reply reply) {
    return new String(reply.octets(), StandardCharsets.UTF_8);
  }
}
