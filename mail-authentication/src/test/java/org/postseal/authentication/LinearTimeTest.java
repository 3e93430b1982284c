package org.postseal.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postseal.authentication.arc.ArcValidator;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.authresults.AuthservId;
import org.postseal.authentication.dkim.DkimVerifier;
import org.postseal.authentication.dkim.KeyRecord;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.dmarc.DmarcRecord;
import org.postseal.authentication.dns.FakeDns;
import org.postseal.authentication.domainkeys.DomainKeysVerifier;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.HeaderCanonicalization;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.authentication.spf.SpfRecord;
import org.postseal.authentication.taglist.TagList;

/**
 * No parser takes time that grows faster than what it reads: four times the octets may cost a few
 * times as much, never sixteen times. Each input is the worst of its kind that we could think of.
 */
class LinearTimeTest {
  private static final int OCTETS = 64 * 1024;

  /** Between the four of a linear parser and the sixteen of a quadratic one. */
  private static final double MOST_GROWTH = 10;

  /** What costs less than this in the larger size grows from noise. */
  private static final double TOO_LITTLE_MILLISECONDS = 4;

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final DigestLimits ROOM =
      new DigestLimits(1 << 20, Integer.MAX_VALUE, 20, Integer.MAX_VALUE);

  @ParameterizedTest(name = "{0}")
  @MethodSource("worst")
  void fourTimesTheOctetsCostNoMoreThanAFewTimes(
      String what, IntFunction<String> input, Consumer<String> parser) {
    String small = input.apply(OCTETS);
    String large = input.apply(4 * OCTETS);
    double least = Double.MAX_VALUE;
    for (int attempt = 0; attempt < 5 && least > MOST_GROWTH; attempt++) {
      double little = milliseconds(parser, small);
      double much = milliseconds(parser, large);
      least = Math.min(least, much < TOO_LITTLE_MILLISECONDS ? 0 : much / little);
    }
    assertThat(least).as(what).isLessThan(MOST_GROWTH);
  }

  /** The least of several runs, by the clock of this thread's work. */
  private static double milliseconds(Consumer<String> parser, String text) {
    var threads = ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = threads.getCurrentThreadCpuTime();
      parser.accept(text);
      least = Math.min(least, threads.getCurrentThreadCpuTime() - start);
    }
    return least / 1e6;
  }

  private static Arguments of(String what, IntFunction<String> input, Consumer<String> parser) {
    return Arguments.of(what, input, parser);
  }

  static Stream<Arguments> worst() {
    return Stream.of(tags(), results(), sections(), records()).flatMap(Function.identity());
  }

  private static Stream<Arguments> tags() {
    Consumer<String> unlimited =
        text -> {
          byte[] octets = octets(text);
          TagList.parse(octets, 0, octets.length, Integer.MAX_VALUE);
        };
    return Stream.of(
        of("tags, each its own", numbered("t#=;"), unlimited),
        of("tags without a value", repeated("a=;"), unlimited),
        of("a tag of white space", repeated(" \r\n\t"), text -> unlimited.accept("a=" + text)),
        of("a tag of single letters", repeated("a "), LinearTimeTest::compacted),
        of("body digests of a signature", numbered("t#=;"), inField("DKIM-Signature: ")),
        of("body digests of a seal", numbered("t#=;"), inField("ARC-Message-Signature: ")),
        of("a DomainKey-Signature", numbered("t#=;"), inField("DomainKey-Signature: c=nofws;")),
        of("h= of a DomainKey", numbered("h#:"), inField("DomainKey-Signature: c=nofws; h=")),
        of("white space of a DomainKey", repeated("a "), inField(DOMAINKEY + "\r\nFrom: ")));
  }

  private static final String DOMAINKEY = "DomainKey-Signature: c=nofws; h=from; b=";

  private static Stream<Arguments> results() {
    Consumer<String> parsed = text -> AuthenticationResults.parse("mx.example; " + text);
    Consumer<String> claims =
        text -> AuthservId.resultsClaiming("mx", section("Authentication-Results: mx; " + text));
    Consumer<String> claimed =
        text -> AuthservId.resultsClaiming("mx", section("Authentication-Results:" + text));
    return Stream.of(
        of("results", repeated("spf=pass a.b=c;"), parsed),
        of("results nobody can read", repeated("gateway.spf=pass;"), parsed),
        of("results that end in a comment", repeated("a.b=c (;"), parsed),
        of("results that end in a quoted string", repeated("a.b=\"c;"), parsed),
        of("properties", repeated(" a.b=c"), text -> parsed.accept("spf=pass" + text)),
        of("comments", repeated("(a)"), parsed),
        of("comments within comments", repeated("("), parsed),
        of("results carried over", repeated("spf=pass;none;"), claims),
        of("a name of words", repeated(" a."), claimed),
        of("names of us", repeated(" mx;\r\nAuthentication-Results:"), claimed),
        of("comments of a seal", repeated("(a)"), text -> chain("i=1 " + text + "; mx")));
  }

  private static Stream<Arguments> sections() {
    Consumer<String> section = LinearTimeTest::section;
    Consumer<String> author = text -> Author.of(section("From: " + text));
    return Stream.of(
        of("fields", numbered("X#: y\r\n"), section),
        of("fields of one name", repeated("X: y\r\n"), section),
        of("folds", repeated("\r\n "), text -> section.accept("X: y" + text)),
        of("bare carriage returns", repeated("\r"), text -> section.accept("X: y" + text)),
        of("lines without a colon", repeated("x\r\n"), section),
        of("a field name", repeated("x"), section),
        of("fields that a digester counts", repeated("X: y\r\n"), LinearTimeTest::digested),
        of("carriage returns for a digester", repeated("\r\r\n"), LinearTimeTest::digested),
        of("relaxed fields", repeated(" \r\n\ta"), LinearTimeTest::canonical),
        of("authors", numbered("a@b#.example, "), author),
        of("comments in From", repeated("("), author),
        of("comments beside comments in From", repeated("(a)"), author),
        of("quoted strings in From", repeated("\"a\" "), author),
        of("groups in From", repeated("a:;"), author),
        of("routes in From", repeated("@a,"), text -> author.accept("<" + text + ":a@b.example>")),
        of("angle brackets in From", repeated("<a@b.example>,"), author),
        of("words in From", repeated("a "), author),
        of("at signs in From", repeated("@"), author),
        of("signatures", repeated(SIGNATURE + "\r\n"), LinearTimeTest::verified),
        of("h= of a signature", repeated("from:"), text -> verified(SIGNATURE + "h=from:" + text)),
        of("DomainKey-Signatures", repeated(DOMAINKEY + "\r\n"), LinearTimeTest::verified),
        of("seals", repeated("ARC-Seal: i=1; cv=none\r\n"), LinearTimeTest::verified));
  }

  private static final String SIGNATURE =
      "DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; bh=AA==; b=AA==; ";

  private static Stream<Arguments> records() {
    return Stream.of(
        of("mechanisms", repeated("a:b.example "), text -> SpfRecord.parse("v=spf1 " + text)),
        of("macros", repeated("%{l1r-}"), text -> SpfRecord.parse("v=spf1 exists:" + text)),
        of("modifiers", numbered("m#=%{s} "), text -> SpfRecord.parse("v=spf1 " + text)),
        of("labels", repeated("a."), text -> SpfRecord.parse("v=spf1 a:" + text + "b/24//64")),
        of("tags of DMARC", repeated("p=none;"), text -> DmarcRecord.parse("v=DMARC1;" + text)),
        of("addresses of DMARC", repeated("mailto:a@b,"), LinearTimeTest::reports),
        of("tags of a key record", numbered("t#=;"), KeyRecord::parse),
        of("flags of a key record", repeated("y:"), text -> KeyRecord.parse("p=; t=" + text)));
  }

  private static IntFunction<String> repeated(String piece) {
    return octets -> piece.repeat(octets / piece.length());
  }

  /** Pieces that differ; the hash sign stands for a number. */
  private static IntFunction<String> numbered(String piece) {
    return octets ->
        IntStream.range(0, octets / (piece.length() + 4))
            .mapToObj(i -> piece.replace("#", String.valueOf(10_000 + i)))
            .collect(Collectors.joining());
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static HeaderSection section(String text) {
    return HeaderSection.parse(text + "\r\n");
  }

  private static void compacted(String value) {
    TagList.parse("a=" + value).tags().tags().forEach(tag -> tag.compact());
  }

  private static Consumer<String> inField(String start) {
    return text -> digested(start + text + "\r\n");
  }

  private static void digested(String text) {
    var digester = MessageDigester.forVerifying(ROOM);
    byte[] octets = octets(text + "\r\n");
    for (int at = 0; at < octets.length; at += 1024) {
      digester.update(octets, at, Math.min(1024, octets.length - at));
    }
    digester.finish();
  }

  private static void canonical(String value) {
    var field = section("X: " + value).fields().getFirst();
    byte[] target = new byte[HeaderCanonicalization.maxLength(field)];
    HeaderCanonicalization.write(Canonicalization.RELAXED, field, target, 0);
  }

  private static void chain(String results) {
    verified("ARC-Authentication-Results: " + results);
  }

  private static void verified(String fields) {
    var section = section(fields + "\r\nFrom: a@b.example");
    var keys = KeyRecordSource.dns(new FakeDns());
    new DkimVerifier(VerifierSettings.DEFAULT).verify(section, List.of(), keys, NOW);
    new DomainKeysVerifier(20).verify(section, List.of(), keys);
    new ArcValidator(1024).validate(section, List.of(), keys, NOW);
  }

  private static void reports(String addresses) {
    DmarcRecord.parse("v=DMARC1; p=none; rua=" + addresses);
  }
}
