package org.postseal.commandline.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopFrameTest {
  private static final long START = 1_000;

  private final Tally tally = new Tally();

  @Test
  void showsRatesVerdictsRefusedAuthorsAndLag() {
    for (int second = 0; second < 60; second++) {
      for (int i = 0; i < 10; i++) {
        tally.add(
            fact(Outcome.ACCEPTED, "/ingress-smtp/1", "no-objection", "a.example"), at(second));
      }
      tally.add(
          fact(Outcome.REJECTED, "/ingress-smtp/2", "own-domain", "bank.example"), at(second));
    }
    var text = String.join("\n", frame(at(60), known()));
    assertThat(text)
        .contains("12:00:00  heard of: 2 ingress-smtp, 0 relay")
        .containsPattern("accepted +10\\.0 +10\\.0 +600")
        .containsPattern("rejected +1\\.0 +1\\.0 +60")
        .containsPattern("600 accepted no-objection +60 bank\\.example")
        .containsPattern("verifier +3 +17");
  }

  @Test
  void fitsATerminalOf80ColumnsAnd24Lines() {
    for (int i = 0; i < 20; i++) {
      for (var outcome : Outcome.values()) {
        var rule = "a-rule-with-a-name-that-is-longer-than-any-" + i;
        tally.add(fact(outcome, "/ingress-smtp/1", rule, "x".repeat(60) + i + ".example"), at(0));
      }
    }
    var groups =
        IntStream.range(0, 20)
            .mapToObj(i -> new ConsumerGroups.Group("a-group-with-a-long-name-" + i, 240, 999_999))
            .toList();
    assertThat(frame(at(1), new ConsumerGroups.Report.Known(groups)))
        .hasSizeLessThanOrEqualTo(24)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(frame(at(1), new ConsumerGroups.Report.Unknown("no answer ".repeat(20))))
        .hasSizeLessThanOrEqualTo(24)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void saysWhyMailWaitsAndWhichHopsAreSlow() {
    tally.add(fact(Outcome.DEFERRED, "/ingress-smtp/1", "could-not-fetch", "a.example"), at(0));
    tally.add(fact(Outcome.DELIVERY_DEFERRED, "/relay/1", "x", "a.example"), at(0));
    tally.add(fact(Outcome.DELIVERED, "/relay/1", "x", "a.example"), at(0));
    assertThat(String.join("\n", frame(at(1), known())))
        .containsPattern("1 250 ok +1500 mx:b\\.example")
        .contains("1 could-not-fetch");
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    assertThat(Colours.of(null, "xterm").of("rejected   1.0"))
        .isEqualTo("\u001b[31mrejected\u001b[0m   1.0");
    assertThat(Colours.of("", "xterm").of("verifier   1.0")).isEqualTo("verifier   1.0");
    assertThat(Colours.of("1", "xterm").of("rejected   1.0")).isEqualTo("rejected   1.0");
    assertThat(Colours.of(null, "dumb").of("rejected   1.0")).isEqualTo("rejected   1.0");
  }

  @Test
  void qEnds() {
    assertThat(Keys.of(new ByteArrayInputStream("xyq".getBytes(UTF_8))).isQuit()).isTrue();
    assertThat(Keys.of(new ByteArrayInputStream("xyz".getBytes(UTF_8))).isQuit()).isFalse();
    assertThat(Keys.none().isQuit()).isFalse();
  }

  @Test
  void forgetsWhatIsOlderThanAMinuteButNotTheTotal() {
    tally.add(fact(Outcome.REJECTED, "/ingress-smtp/1", "own-domain", "bank.example"), at(0));
    var text = String.join("\n", frame(at(61), known()));
    assertThat(text)
        .contains("0 ingress-smtp")
        .containsPattern("rejected +0\\.0 +0\\.0 +1\n")
        .doesNotContain("bank.example");
  }

  @Test
  void aStrangersNamesNeitherMoveTheCursorNorFillTheMemory() {
    tally.add(fact(Outcome.REJECTED, "/ingress-smtp/1", "x", "\u001b[2J\u202eevil"), at(0));
    for (int i = 0; i < 5_000; i++) {
      tally.add(fact(Outcome.REJECTED, "/ingress-smtp/1", "x", i + ".example"), at(0));
    }
    assertThat(tally.refusedAuthors(at(1), Integer.MAX_VALUE)).hasSize(1001);
    assertThat(tally.refusedAuthors(at(1), 1))
        .containsExactly(new RecentCounts.Count(RecentCounts.OTHERS, 4_001));
    var other = new Tally();
    other.add(fact(Outcome.REJECTED, "/ingress-smtp/1", "x", "\u001b[2J\u202eevil"), at(0));
    assertThat(String.join("", TopFrame.lines("12:00:00", other, known(), at(1))))
        .contains("?[2J?evil")
        .doesNotContain("\u001b")
        .doesNotContain("\u202e");
  }

  @Test
  void saysWhyTheLagIsNotKnown() {
    var report =
        new ConsumerGroups.Report.Unknown("GroupAuthorizationException: " + "x".repeat(99));
    var lines = frame(at(0), report);
    assertThat(lines.getLast()).startsWith("consumer groups: not known, GroupAuthorization");
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  private List<String> frame(long now, ConsumerGroups.Report report) {
    return TopFrame.lines("12:00:00", tally, report, now);
  }

  private static ConsumerGroups.Report known() {
    return new ConsumerGroups.Report.Known(List.of(new ConsumerGroups.Group("verifier", 3, 17)));
  }

  private static long at(int second) {
    return START + second;
  }

  private static MailFact fact(Outcome outcome, String source, String rule, String author) {
    return new MailFact(
        Instant.EPOCH,
        outcome,
        "TX",
        source,
        Optional.of("a@a.example"),
        List.of("b@b.example"),
        Optional.of(author),
        Optional.of("192.0.2.1"),
        Optional.of("250 ok"),
        Optional.of(rule),
        Optional.empty(),
        List.of(),
        Optional.of("mx:b.example"),
        Optional.empty(),
        Optional.empty(),
        Optional.of(outcome == Outcome.DELIVERED ? 1500L : 0L));
  }
}
