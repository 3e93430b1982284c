package org.postseal.authentication.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.authresults.ResultWord;
import org.postseal.authentication.corpus.Corpora;
import org.postseal.authentication.corpus.CorpusDns;
import org.postseal.authentication.dns.FakeDns;

/** Starts from the signed message of RFC 6376 A.2 and breaks one thing. */
class DkimVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String KEY_NAME = "brisbane._domainkey.example.com";

  private final Path corpus = Corpora.folder("rfc-examples");
  private final String message = Corpora.message(corpus.resolve("rfc6376-A.2.eml"));
  private final String key =
      CorpusDns.json(corpus.resolve("dns.json")).path("TXT").path(KEY_NAME).asText();
  private final String publicKey = key.substring(key.indexOf("p="));

  private String outcome(String text, FakeDns dns) {
    List<DkimResult> results = Messages.verify(text, dns, NOW, VerifierSettings.DEFAULT);
    return Messages.word(results.getFirst());
  }

  private String withKey(String record) {
    return outcome(message, new FakeDns().txt(KEY_NAME, record));
  }

  private String withField(String old, String replacement) {
    assertThat(message).contains(old);
    return outcome(message.replaceFirst(old, replacement), new FakeDns().txt(KEY_NAME, key));
  }

  @Test
  void theMessageAsPrintedVerifies() {
    assertThat(withKey(key)).isEqualTo("success");
  }

  @Test
  void keyRecords() {
    assertThat(withKey(publicKey)).isEqualTo("success");
    assertThat(withKey("v=DKIM1; k=RSA; h=sha1 : SHA256; s=email; n=x; g=x; " + publicKey))
        .isEqualTo("success");
    assertThat(withKey("v=DKIM1; s=chat:*; " + publicKey)).isEqualTo("success");
    assertThat(withKey("v=DKIM1; h=sha1; " + publicKey)).isEqualTo("KEY_FORBIDS_HASH");
    assertThat(withKey("v=DKIM1; s=chat; " + publicKey)).isEqualTo("KEY_FORBIDS_SERVICE");
    assertThat(withKey("v=DKIM1; k=ed25519; " + publicKey)).isEqualTo("KEY_TYPE_MISMATCH");
    assertThat(withKey("v=DKIM1; p=")).isEqualTo("KEY_REVOKED");
    assertThat(withKey("v=DKIM1; p=!")).isEqualTo("UNUSABLE_KEY");
    assertThat(withKey("v=DKIM1; p=AAAA")).isEqualTo("UNUSABLE_KEY");
    assertThat(withKey("v=DKIM1; k=rsa")).isEqualTo("MALFORMED_KEY_RECORD");
    assertThat(withKey("v=DKIM2; " + publicKey)).isEqualTo("MALFORMED_KEY_RECORD");
    assertThat(withKey(publicKey + "; v=DKIM1")).isEqualTo("MALFORMED_KEY_RECORD");
    assertThat(withKey(publicKey + "; " + publicKey)).isEqualTo("MALFORMED_KEY_RECORD");
  }

  @Test
  void severalTxtRecords() {
    var other = new FakeDns().txt(KEY_NAME, "v=spf1 -all").txt(KEY_NAME, key);
    assertThat(outcome(message, other)).isEqualTo("success");
    var two = new FakeDns().txt(KEY_NAME, key).txt(KEY_NAME, "v=DKIM1; p=");
    assertThat(outcome(message, two)).isEqualTo("SEVERAL_KEY_RECORDS");
    var proof = new FakeDns().txt(KEY_NAME, "MS=ms12345678").txt(KEY_NAME, key);
    assertThat(outcome(message, proof)).isEqualTo("success");
    var sentence = new FakeDns().txt(KEY_NAME, key).txt(KEY_NAME, "k=rsa without a key");
    assertThat(outcome(message, sentence)).isEqualTo("success");
    var none = new FakeDns().txt(KEY_NAME, "v=spf1 -all").txt(KEY_NAME, "v=DMARC1; p=none");
    assertThat(outcome(message, none)).isEqualTo("NO_KEY_RECORD");
  }

  /** RFC 6376 §6.1.2 step 4: a key of another type is not the one that was meant. */
  @Test
  void ofSeveralKeyRecordsTheOneIsTriedWhoseTypeFits() {
    var both = new FakeDns().txt(KEY_NAME, "v=DKIM1; k=ed25519; p=AAAA").txt(KEY_NAME, key);
    assertThat(outcome(message, both)).isEqualTo("success");
    var others =
        new FakeDns()
            .txt(KEY_NAME, "v=DKIM1; k=ed25519; p=AAAA")
            .txt(KEY_NAME, "v=DKIM1; k=new; p=AAAA");
    assertThat(outcome(message, others)).isEqualTo("NO_KEY_RECORD");
  }

  /** RFC 8301 §3.2 wants 1,024 to 4,096 bits; with more nothing is computed. */
  @ParameterizedTest
  @CsvSource({
    "4096, 65537, SIGNATURE_MISMATCH",
    "4096, 4294967297, SIGNATURE_MISMATCH",
    "4097, 65537, KEY_TOO_LARGE",
    "8192, 65537, KEY_TOO_LARGE",
    "16384, 3, KEY_TOO_LARGE",
    "2048, 8589934593, KEY_TOO_LARGE",
  })
  void keysBeyondWhatEveryVerifierMustTakeAreNotComputedWith(
      int bits, long exponent, String outcome) {
    var modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0).setBit(77);
    byte[] spki = spki(modulus, BigInteger.valueOf(exponent));
    var large =
        new FakeDns().txt(KEY_NAME, "v=DKIM1; p=" + Base64.getEncoder().encodeToString(spki));
    var result = Messages.verify(message, large, NOW, VerifierSettings.DEFAULT).getFirst();
    assertThat(Messages.word(result)).isEqualTo(outcome);
    assertThat(result.keyBits()).hasValue(bits);
    assertThat(ResultWord.of(result.outcome()))
        .isEqualTo(outcome.equals("KEY_TOO_LARGE") ? ResultWord.POLICY : ResultWord.FAIL);
  }

  /** Written by hand, for the platform makes no keys with exponents as large as these. */
  private static byte[] spki(BigInteger modulus, BigInteger exponent) {
    byte[] key = Der.sequence(integer(modulus), integer(exponent));
    byte[] algorithm = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    return Der.sequence(algorithm, Der.bitString(key));
  }

  private static byte[] integer(BigInteger value) {
    byte[] octets = value.toByteArray();
    byte[] header = Der.octetString(octets);
    header[0] = 2;
    return header;
  }

  @Test
  void theKeyRecordIsAway() {
    assertThat(outcome(message, new FakeDns())).isEqualTo("NO_KEY_RECORD");
    assertThat(outcome(message, new FakeDns().unavailable(KEY_NAME, "SERVFAIL")))
        .isEqualTo("KEY_UNAVAILABLE");
  }

  @Test
  void signatureFields() {
    assertThat(withField("v=1", "v=2")).isEqualTo("UNSUPPORTED_VERSION");
    assertThat(withField("v=1; ", "")).isEqualTo("MALFORMED_SIGNATURE");
    assertThat(withField("a=rsa-sha256", "a=rsa-sha512")).isEqualTo("UNSUPPORTED_ALGORITHM");
    assertThat(withField("a=rsa-sha256", "a=rsa-sha1")).isEqualTo("FORBIDDEN_ALGORITHM");
    assertThat(withField("q=dns/txt", "q=foo:dns/txt")).isEqualTo("SIGNATURE_MISMATCH");
    assertThat(withField("q=dns/txt", "q=foo")).isEqualTo("UNSUPPORTED_QUERY_METHOD");
    assertThat(withField("c=simple/simple", "c=nowsp")).isEqualTo("UNSUPPORTED_CANONICALIZATION");
    assertThat(withField("i=joe@football.example.com", "i=joe@xexample.com"))
        .isEqualTo("IDENTITY_OUTSIDE_DOMAIN");
    assertThat(withField("h=Received : From", "h=Received")).isEqualTo("FROM_NOT_SIGNED");
    assertThat(withField("c=simple/simple", "x=1; c=simple/simple")).isEqualTo("EXPIRED");
    assertThat(withField("c=simple/simple", "t=5; x=4; c=simple/simple"))
        .isEqualTo("MALFORMED_SIGNATURE");
    assertThat(withField("c=simple/simple", "x=never; c=simple/simple"))
        .isEqualTo("MALFORMED_SIGNATURE");
    assertThat(withField("c=simple/simple", "l=99999; c=simple/simple"))
        .isEqualTo("LENGTH_BEYOND_BODY");
    assertThat(withField("c=simple/simple", "l=" + "9".repeat(70) + "; c=simple/simple"))
        .isEqualTo("LENGTH_BEYOND_BODY");
    assertThat(withField("c=simple/simple", "l=-1; c=simple/simple"))
        .isEqualTo("MALFORMED_SIGNATURE");
    assertThat(withField("d=example.com", "d=example.com; d=example.com"))
        .isEqualTo("MALFORMED_SIGNATURE");
    assertThat(withField("d=example.com", "d=com")).isEqualTo("MALFORMED_SIGNATURE");
  }

  @Test
  void smallKeysAreValidButNotGoodEnough() {
    var strict = new VerifierSettings(2048, VerifierSettings.Sha1.REFUSED, 20);
    DkimResult result =
        Messages.verify(message, new FakeDns().txt(KEY_NAME, key), NOW, strict).getFirst();
    assertThat(Messages.word(result)).isEqualTo("KEY_TOO_SMALL");
    assertThat(result.keyBits()).hasValue(1024);
  }

  /** RFC 6376 §8.15: readers show the one on top, and the signature covers the lowest. */
  @ParameterizedTest
  @ValueSource(strings = {"Subject", "To", "Date", "From", "subject ", "Message-ID"})
  void aSignedFieldThatMayStandOnceAndIsAddedOnTopIsNotGoodEnough(String name) {
    String replayed = name + ": something else\r\n" + message;
    var dns = new FakeDns().txt(KEY_NAME, key);
    DkimResult result = Messages.verify(replayed, dns, NOW, VerifierSettings.DEFAULT).getFirst();
    assertThat(Messages.word(result)).isEqualTo("REPEATED_FIELD");
    assertThat(ResultWord.of(result.outcome())).isEqualTo(ResultWord.POLICY);
    assertThat(result.outcome().toString()).containsIgnoringCase(name.strip());
  }

  @Test
  void aFieldThatMayStandOftenOrIsNotSignedMayBeAdded() {
    var dns = new FakeDns().txt(KEY_NAME, key);
    assertThat(outcome("Received: from elsewhere\r\n" + message, dns)).isEqualTo("success");
    assertThat(outcome("Cc: x@y.example\r\nCc: x@y.example\r\n" + message, dns))
        .isEqualTo("success");
  }

  @Test
  void testingIsTold() {
    var dns = new FakeDns().txt(KEY_NAME, "t=y; " + publicKey);
    assertThat(Messages.verify(message, dns, NOW, VerifierSettings.DEFAULT).getFirst().testing())
        .isTrue();
  }

  @Test
  void aMalformedHeaderSectionIsNeverVerified() {
    assertThat(outcome("From a Mon\r\n" + message, new FakeDns().txt(KEY_NAME, key)))
        .isEqualTo("MALFORMED_MESSAGE");
  }

  @Test
  void aThousandSignaturesCostNoMoreThanTwenty() {
    String signature = message.substring(0, message.indexOf("Received:"));
    var dns = new FakeDns().txt(KEY_NAME, key);
    List<DkimResult> results =
        Messages.verify(signature.repeat(500) + message, dns, NOW, VerifierSettings.DEFAULT);
    assertThat(results).hasSize(501);
    assertThat(results.subList(0, 20)).allMatch(DkimResult::success);
    assertThat(results.subList(20, 501))
        .extracting(Messages::word)
        .containsOnly("TOO_MANY_SIGNATURES");
    assertThat(dns.questions()).as("one lookup per name and message").isEqualTo(1);
  }

  @Test
  void signaturesOfGarbage() {
    for (String garbage :
        List.of(
            "",
            ";",
            "\u0000\u00ff\u0001",
            "v=1",
            "=".repeat(10_000),
            "b=" + "A".repeat(100_000),
            "h=" + "from:".repeat(40_000))) {
      String text = "DKIM-Signature: " + garbage + "\r\n" + message;
      List<DkimResult> results =
          Messages.verify(text, new FakeDns().txt(KEY_NAME, key), NOW, VerifierSettings.DEFAULT);
      assertThat(results)
          .extracting(Messages::word)
          .containsExactly("MALFORMED_SIGNATURE", "success");
    }
  }

  @Test
  void endlessNameListsCostLittle() {
    String field = message.substring(0, message.indexOf("Received:"));
    String hostile = field.replace("h=Received", "h=" + "a:".repeat(5_000) + "Received");
    String text = "X: y\r\n".repeat(900) + hostile.repeat(15) + message;
    Instant start = Instant.now();
    assertThat(
            Messages.verify(text, new FakeDns().txt(KEY_NAME, key), NOW, VerifierSettings.DEFAULT))
        .hasSize(16);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }
}
