package org.postseal.authentication.message;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageDigesterTest {
  private static final String SIGNATURES =
      """
      DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=a.example; s=s; h=from; bh=; b=
      DKIM-Signature: v=1; a=rsa-sha1; c=simple/relaxed; d=a.example; s=s; h=from; bh=; b=
      DomainKey-Signature: a=rsa-sha1; c=nofws; d=a.example; s=s; q=dns; b=
      DomainKey-Signature: a=rsa-sha1; c=simple; d=a.example; s=s; q=dns; b=
      ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; l=17; h=from; bh=; b=
      From: a@a.example
      """
          .replace("\n", "\r\n");

  @Test
  void theHeaderSectionIsCutOffWithoutItsEmptyLine() {
    DigestedMessage digested = digested("From: a@b.example\r\nTo: c\r\n\r\nHello\r\n", 1 << 16);
    assertThat(text(digested.headerSection())).isEqualTo("From: a@b.example\r\nTo: c\r\n");
    assertThat(digested.size()).isEqualTo(35);
    assertThat(digested.defect()).isEmpty();
  }

  @Test
  void oneDigestForEachDistinctWayToHashTheBody() {
    DigestedMessage digested = digested(SIGNATURES + SIGNATURES + "\r\nHello  world\r\n", 1 << 16);
    assertThat(digested.bodyDigests())
        .extracting(BodyDigest::spec)
        .containsExactlyInAnyOrder(
            spec(Canonicalization.SIMPLE, HashAlgorithm.SHA256, OptionalLong.empty()),
            spec(Canonicalization.RELAXED, HashAlgorithm.SHA1, OptionalLong.empty()),
            spec(Canonicalization.RELAXED, HashAlgorithm.SHA256, OptionalLong.of(17)));
  }

  @Test
  void emptyBodiesHashAsRfc6376Says() {
    // RFC 6376 §3.4.3 and §3.4.4: an empty simple body is one CRLF, an empty relaxed body nothing.
    for (String body : List.of("", "\r\n", "\r\n\r\n\r\n")) {
      DigestedMessage digested = digested(SIGNATURES + "\r\n" + body, 1 << 16);
      assertThat(digest(digested, Canonicalization.SIMPLE, OptionalLong.empty()).canonicalLength())
          .isEqualTo(2);
      assertThat(digest(digested, Canonicalization.RELAXED, OptionalLong.of(17)).canonicalLength())
          .isZero();
    }
  }

  @Test
  void everyLengthIsTheDigestOfSoManyOctets() throws NoSuchAlgorithmException {
    var fields = new StringBuilder();
    for (int length : new int[] {0, 7, 1, 5, 12, 13, 100, 5}) {
      fields.append("DKIM-Signature: a=rsa-sha256; c=relaxed/simple; l=" + length + "\r\n");
    }
    String body = "Hello\r\nworld\r\n";
    for (int chunk : new int[] {1, 3, 1 << 16}) {
      DigestedMessage digested = digested(fields + "From: a@b.example\r\n\r\n" + body, chunk);
      assertThat(digested.bodyDigests()).hasSize(7);
      for (BodyDigest digest : digested.bodyDigests()) {
        int length = (int) Math.min(body.length(), digest.spec().length().orElseThrow());
        assertThat(digest.hash())
            .isEqualTo(
                MessageDigest.getInstance("SHA-256").digest(octets(body.substring(0, length))));
        assertThat(digest.canonicalLength()).isEqualTo(body.length());
      }
    }
  }

  @Test
  void aSignatureOfTooManyTagsGetsNoDigest() {
    String tags = IntStream.range(0, 61).mapToObj(i -> "; t" + i + "=").collect(joining());
    String start = "DKIM-Signature: a=rsa-sha256; bh=; b=" + tags;
    String end = "\r\nFrom: a@b.example\r\n\r\nx\r\n";
    assertThat(digested(start + end, 1 << 16).bodyDigests()).hasSize(1);
    assertThat(digested(start + "; more=" + end, 1 << 16).bodyDigests()).isEmpty();
  }

  @Test
  void chunksDoNotMatter() {
    var random = new Random(6376);
    for (int round = 0; round < 2_000; round++) {
      String message = SIGNATURES + "\r\n" + randomBody(random, random.nextInt(120));
      DigestedMessage whole = digested(message, 1 << 16);
      DigestedMessage pieces = digested(message, 1 + random.nextInt(9));
      assertThat(pieces.bodyDigests()).as(message).isEqualTo(whole.bodyDigests());
      assertThat(pieces.domainKeysDigests()).isEqualTo(whole.domainKeysDigests()).hasSize(2);
      assertThat(pieces.headerSection()).isEqualTo(whole.headerSection());
    }
  }

  @Test
  void theDigestsAreThoseOfTheCanonicalBodyWrittenOut() {
    var random = new Random(5322);
    for (int round = 0; round < 5_000; round++) {
      String body = randomBody(random, random.nextInt(200));
      DigestedMessage digested = digested(SIGNATURES + "\r\n" + body, 1 + random.nextInt(64));
      assertThat(digest(digested, Canonicalization.SIMPLE, OptionalLong.empty()).hash())
          .as(body)
          .isEqualTo(sha256(writtenOut(body, Canonicalization.SIMPLE)));
      byte[] relaxed = writtenOut(body, Canonicalization.RELAXED);
      BodyDigest partly = digest(digested, Canonicalization.RELAXED, OptionalLong.of(17));
      assertThat(partly.canonicalLength()).as(body).isEqualTo(relaxed.length);
      assertThat(partly.hash())
          .isEqualTo(sha256(Arrays.copyOf(relaxed, Math.min(17, relaxed.length))));
      assertThat(
              digested.bodyDigests().stream()
                  .filter(d -> d.spec().algorithm() == HashAlgorithm.SHA1)
                  .findFirst()
                  .orElseThrow()
                  .hash())
          .as(body)
          .isEqualTo(HashAlgorithm.SHA1.newDigest().digest(relaxed));
    }
  }

  @Test
  void theHeaderSectionEndsAtTheFirstEmptyLineWhateverItHolds() {
    var random = new Random(822);
    for (int round = 0; round < 5_000; round++) {
      String message = "A: b" + randomBody(random, random.nextInt(90));
      int empty = message.indexOf("\r\n\r\n");
      String section = empty < 0 ? message : message.substring(0, empty + 2);
      DigestedMessage digested = digested(message, 1 + random.nextInt(40));
      assertThat(text(digested.headerSection())).isEqualTo(section);
      List<HeaderField> fields = HeaderSection.parse(section).fields();
      assertThat(fields.getFirst().value()).isEqualTo(firstValue(section));
    }
  }

  /** What stands between the colon and the first CRLF without white space behind it. */
  private static String firstValue(String section) {
    int end = section.indexOf("\r\n");
    while (end >= 0 && end + 2 < section.length() && " \t".indexOf(section.charAt(end + 2)) >= 0) {
      end = section.indexOf("\r\n", end + 2);
    }
    return section.substring(2, end < 0 ? section.length() : end);
  }

  @Test
  void domainKeysHashFieldsEmptyLineAndBodyTogether() throws NoSuchAlgorithmException {
    String signature = "DomainKey-Signature: c=%s; h=b:a\r\n";
    String fields = "A: 1 2\r\n 3\r\nB : x\r\n";
    String message = signature.formatted("nofws") + signature.formatted("simple") + fields + "\r\n";
    DigestedMessage digested = digested(message + " \t\r\na b\rc\r\n\r\n \r\n", 1);
    assertThat(digested.domainKeysDigests())
        .containsExactly(
            new DomainKeysDigest(0, sha1("B:x\r\nA:123\r\n\r\n\r\nabc\r\n")),
            new DomainKeysDigest(
                1, sha1("B : x\r\nA: 1 2\r\n 3\r\n\r\n \t\r\na b\rc\r\n\r\n \r\n")));
    DigestedMessage empty = digested(message + "\r\n\r\n", 1);
    assertThat(empty.domainKeysDigests())
        .containsExactly(
            new DomainKeysDigest(0, sha1("B:x\r\nA:123\r\n")),
            new DomainKeysDigest(1, sha1("B : x\r\nA: 1 2\r\n 3\r\n")));
  }

  private static byte[] sha1(String text) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-1").digest(octets(text));
  }

  @Test
  void aMessageWithoutEmptyLineIsAllHeaderSection() {
    DigestedMessage digested = digested(SIGNATURES, 7);
    assertThat(text(digested.headerSection())).isEqualTo(SIGNATURES);
    assertThat(digested.bodyDigests()).hasSize(3);
  }

  @Test
  void anMboxLineIsAMalformedLine() {
    DigestedMessage digested = digested("From a@b Mon Jan 1\r\n" + SIGNATURES + "\r\nx\r\n", 100);
    assertThat(digested.defect()).contains(ContentDefect.MALFORMED_LINE);
    assertThat(digested.bodyDigests()).hasSize(3);
  }

  @Test
  void aMessageThatBeginsWithItsBodyHasNoHeaderField() {
    assertThat(digested("\r\nHello\r\n", 3).defect()).contains(ContentDefect.NO_HEADER_FIELD);
    assertThat(digested("", 3).defect()).contains(ContentDefect.NO_HEADER_FIELD);
  }

  @Test
  void bareLineFeedsEndNoHeaderSection() {
    DigestedMessage digested = digested("From: a@b.example\n\nX\r\n\r\nbody", 5);
    assertThat(text(digested.headerSection())).isEqualTo("From: a@b.example\n\nX\r\n");
  }

  @Test
  void tooLargeAHeaderSectionIsReportedAndNotKept() {
    var limits = new DigestLimits(1_000, 1_000, 20);
    String field = "X: " + "x".repeat(95) + "\r\n"; // 100 octets
    assertThat(digested(SIGNATURES + "\r\n", limits, 50).defect()).isEmpty();
    DigestedMessage digested = digested(SIGNATURES + field.repeat(20) + "\r\nbody\r\n", limits, 50);
    assertThat(digested.defect()).contains(ContentDefect.HEADER_SECTION_TOO_LARGE);
    assertThat(digested.truncated()).isTrue();
    assertThat(digested.headerSection()).hasSizeLessThanOrEqualTo(1_002);
    assertThat(digested.bodyDigests()).isEmpty();
    assertThat(digested.size()).isEqualTo(SIGNATURES.length() + 2_000 + 8);
  }

  @Test
  void tenThousandHeaderFieldsAreReported() {
    DigestedMessage digested = digested("X: y\r\n".repeat(10_000) + "\r\nbody\r\n", 999);
    assertThat(digested.defect()).contains(ContentDefect.TOO_MANY_HEADER_FIELDS);
    assertThat(HeaderSection.parse(digested.headerSection()).fields()).hasSize(1_000);
  }

  @Test
  void signaturesBelowTheFirstTwentyAskForNothing() {
    var section = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      section.append("DKIM-Signature: v=1; a=rsa-sha256; l=").append(i).append("\r\n");
    }
    assertThat(digested(section + "\r\nbody\r\n", 4096).bodyDigests()).hasSize(20);
  }

  @Test
  void signingAsksForOneDigestWhateverTheMessageHolds() {
    var digester = MessageDigester.forSigning(DigestLimits.DEFAULT);
    byte[] octets = octets(SIGNATURES + "\r\nHi\r\n");
    digester.update(octets, 0, octets.length);
    assertThat(digester.finish().bodyDigests())
        .extracting(BodyDigest::spec)
        .containsExactly(BodyDigestSpec.OF_OUR_SIGNATURES);
  }

  private static String randomBody(Random random, int length) {
    String[] pieces = {
      "\r\n",
      "\r\n",
      "\r\n\r\n\r\n",
      " ",
      "  ",
      "\t",
      "\r",
      "\n",
      "a",
      "word",
      " b",
      "\u00e9",
      "\u0000",
      "\u007f",
      "longer text here",
      "eight or more octets without an end of the line, and \u00fc"
    };
    var body = new StringBuilder();
    while (body.length() < length) {
      body.append(pieces[random.nextInt(pieces.length)]);
    }
    return body.toString();
  }

  /** RFC 6376 §3.4.3 and §3.4.4, step by step and slowly. */
  private static byte[] writtenOut(String body, Canonicalization how) {
    String text = body.isEmpty() || body.endsWith("\r\n") ? body : body + "\r\n";
    var lines = new StringBuilder();
    for (String line : text.isEmpty() ? new String[0] : text.split("\r\n", -1)) {
      lines
          .append(
              how == Canonicalization.SIMPLE
                  ? line
                  : line.replaceAll("[ \t]+", " ").replaceAll(" \\z", ""))
          .append("\r\n");
    }
    String canonical = lines.toString();
    while (canonical.endsWith("\r\n\r\n")) {
      canonical = canonical.substring(0, canonical.length() - 2);
    }
    if (canonical.equals("\r\n") || canonical.isEmpty()) {
      canonical = how == Canonicalization.SIMPLE ? "\r\n" : "";
    }
    return octets(canonical);
  }

  private static byte[] sha256(byte[] octets) {
    return HashAlgorithm.SHA256.newDigest().digest(octets);
  }

  private static BodyDigestSpec spec(
      Canonicalization canonicalization, HashAlgorithm algorithm, OptionalLong length) {
    return new BodyDigestSpec(canonicalization, algorithm, length);
  }

  private static BodyDigest digest(
      DigestedMessage digested, Canonicalization canonicalization, OptionalLong length) {
    Optional<BodyDigest> found =
        digested.bodyDigests().stream()
            .filter(d -> d.spec().equals(spec(canonicalization, HashAlgorithm.SHA256, length)))
            .findFirst();
    return found.orElseThrow();
  }

  private static DigestedMessage digested(String message, int chunk) {
    return digested(message, DigestLimits.DEFAULT, chunk);
  }

  private static DigestedMessage digested(String message, DigestLimits limits, int chunk) {
    var digester = MessageDigester.forVerifying(limits);
    var buffer = new ByteArrayOutputStream();
    buffer.writeBytes(octets("##"));
    buffer.writeBytes(octets(message));
    byte[] octets = buffer.toByteArray();
    for (int at = 2; at < octets.length; at += chunk) {
      digester.update(octets, at, Math.min(chunk, octets.length - at));
    }
    return digester.finish();
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
