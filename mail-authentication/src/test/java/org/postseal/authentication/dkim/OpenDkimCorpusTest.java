package org.postseal.authentication.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postseal.authentication.authresults.ResultWord;
import org.postseal.authentication.corpus.Corpora;
import org.postseal.authentication.corpus.CorpusDns;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;

/** The test messages of libopendkim: signing vectors and verifications. */
class OpenDkimCorpusTest {
  private static final VerifierSettings WITH_SHA1 =
      new VerifierSettings(1024, VerifierSettings.Sha1.ALLOWED, 20);
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  /** Signing vectors that we do not reproduce, each with its reason. */
  private static final Map<String, String> NOT_SIGNED_BY_US =
      Map.of(
          "t-test90", "CRLF fixing: the octets signed are not those of the message",
          "t-test91", "CRLF fixing: the octets signed are not those of the message",
          "t-test95.2", "the tag !cd= of a lapsed draft; its name is no tag name (RFC 6376 §3.2)");

  /** Verifications with another meaning here, each with the words we give, top to bottom. */
  private static final Map<String, Set<String>> DIFFERENT =
      Map.ofEntries(
          // they refuse a timestamp in the future, RFC 6376 §3.5 does not; the signature is altered
          Map.entry("t-test104", Set.of("fail")),
          // they refuse messages without a proper From before they look; the signature is broken
          Map.entry("t-test63", Set.of("fail")),
          Map.entry("t-test66", Set.of("fail")),
          // a must-be-signed list of the caller; we report what is uncovered instead
          Map.entry("t-test102", Set.of("pass")),
          // they refuse a bare LF at the end unless told to mend it; we hash what arrived
          Map.entry("t-test149.1", Set.of("policy")),
          Map.entry("t-test149.2", Set.of("policy")));

  private final Path corpus = Corpora.folder("opendkim");

  private static String text(JsonNode message) {
    var text = new StringBuilder();
    message.path("headers").forEach(field -> text.append(field.asText()).append("\r\n"));
    return text.append("\r\n").append(message.path("body").asText()).toString();
  }

  private List<JsonNode> messages(String op) {
    var found = new ArrayList<JsonNode>();
    for (JsonNode message : CorpusDns.json(corpus.resolve("messages.json"))) {
      boolean resolved =
          !(message.path("headers").toString() + message.path("body")).contains("\"$");
      if (message.path("op").asText().equals(op) && resolved) {
        found.add(message);
      }
    }
    return found;
  }

  @TestFactory
  List<DynamicTest> signingVectorsComeOutByteForByte() {
    PrivateKey key = PrivateKeys.readPem(Corpora.read(corpus.resolve("testkey.pem"))).orElseThrow();
    List<DynamicTest> tests =
        messages("dkim_sign").stream()
            .filter(message -> message.path("expected_signature_value").isTextual())
            .filter(message -> !NOT_SIGNED_BY_US.containsKey(message.path("id").asText()))
            .map(
                message ->
                    DynamicTest.dynamicTest(
                        message.path("id").asText(), () -> reproduces(message, key)))
            .toList();
    assertThat(tests).as("of 38 with a signature").hasSize(38 - NOT_SIGNED_BY_US.size());
    return tests;
  }

  private static void reproduces(JsonNode message, PrivateKey key) throws GeneralSecurityException {
    String field = "DKIM-Signature: " + message.path("expected_signature_value").asText();
    DigestedMessage digested = Messages.digested(field + "\r\n" + text(message));
    HeaderSection section = HeaderSection.parse(digested.headerSection());
    var parsed =
        (SignatureParser.Parsed.WellFormed) SignatureParser.parse(section.fields().getFirst(), 64);
    DkimSignature expected = parsed.signature();
    assertThat(digested.bodyDigests().getFirst().hash()).isEqualTo(expected.bodyHash());
    byte[] octets = Messages.signedOctets(section, expected);
    assertThat(
            Base64.getEncoder()
                .encodeToString(Cryptography.sign(expected.algorithm(), key, octets)))
        .isEqualTo(parsed.claims().signature());
  }

  @TestFactory
  List<DynamicTest> verificationsMeanTheSame() {
    Dns dns = CorpusDns.read(corpus);
    List<DynamicTest> tests =
        messages("dkim_verify").stream()
            .filter(message -> !message.path("eom_status").isEmpty())
            .map(
                message ->
                    DynamicTest.dynamicTest(
                        message.path("id").asText() + " " + message.path("title").asText(),
                        () -> verifiesAsExpected(message, dns)))
            .toList();
    assertThat(tests).hasSize(77);
    return tests;
  }

  private static void verifiesAsExpected(JsonNode message, Dns dns) {
    List<DkimResult> results = Messages.verify(text(message), dns, NOW, WITH_SHA1);
    List<String> words =
        results.stream().map(result -> ResultWord.of(result.outcome()).word()).toList();
    String id = message.path("id").asText();
    if (DIFFERENT.containsKey(id)) {
      assertThat(words).isNotEmpty().isSubsetOf(DIFFERENT.get(id));
      return;
    }
    JsonNode statuses = message.path("eom_status");
    switch (statuses.get(statuses.size() - 1).asText()) {
      // valid with l= and octets behind it is policy here
      case "DKIM_STAT_OK" -> assertThat(words).containsAnyOf("pass", "policy");
      case "DKIM_STAT_BADSIG" -> assertThat(words).contains("fail").doesNotContain("pass");
      case "DKIM_STAT_NOSIG" -> assertThat(words).isSubsetOf("permerror");
      case "DKIM_STAT_CANTVRFY",
          "DKIM_STAT_NOKEY",
          "DKIM_STAT_REVOKED",
          "DKIM_STAT_SYNTAX",
          "DKIM_STAT_INVALID" ->
          assertThat(words).isNotEmpty().containsOnly("permerror");
      default -> throw new AssertionError("unknown status " + statuses);
    }
  }

  /**
   * Their tests of these end with the header section or exercise an API, and feed no body or
   * another one; so a signature can be right in all but its body hash, and none may pass.
   */
  @TestFactory
  List<DynamicTest> casesWithoutAFinalStatusNeverPass() {
    Dns dns = CorpusDns.read(corpus);
    List<DynamicTest> tests =
        messages("dkim_verify").stream()
            .filter(message -> message.path("eom_status").isEmpty())
            .map(
                message ->
                    DynamicTest.dynamicTest(
                        message.path("id").asText() + " " + message.path("title").asText(),
                        () ->
                            assertThat(Messages.verify(text(message), dns, NOW, WITH_SHA1))
                                .noneMatch(DkimResult::success)))
            .toList();
    assertThat(tests).hasSize(17);
    return tests;
  }

  @TestFactory
  List<DynamicTest> whatTheirHeaderCheckRefusesNeverPasses() {
    Dns dns = CorpusDns.read(corpus);
    Set<String> judged = Set.of("t-test105", "t-test106", "t-test121", "t-test159", "t-test134");
    return messages("dkim_verify").stream()
        .filter(message -> judged.contains(message.path("id").asText()))
        .map(
            message ->
                DynamicTest.dynamicTest(
                    message.path("id").asText() + " " + message.path("title").asText(),
                    () ->
                        assertThat(Messages.verify(text(message), dns, NOW, WITH_SHA1))
                            .isNotEmpty()
                            .allSatisfy(
                                result ->
                                    assertThat(ResultWord.of(result.outcome()))
                                        .isEqualTo(ResultWord.PERMERROR))))
        .toList();
  }
}
