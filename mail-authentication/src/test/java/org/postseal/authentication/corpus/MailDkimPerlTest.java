package org.postseal.authentication.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.Messages;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.dns.FakeDns;

/**
 * The corpus of Mail::DKIM. Its expectations are those of a verifier that also knows the drafts
 * before RFC 4871; ours are RFC 6376's. Each case where the two differ has its reason here.
 */
class MailDkimPerlTest {
  /** The corpus is from the years of 512-bit keys and rsa-sha1. */
  private static final VerifierSettings OF_ITS_TIME =
      new VerifierSettings(512, VerifierSettings.Sha1.ALLOWED, 20);

  private static final Instant ITS_TIME = Instant.parse("2010-01-01T00:00:00Z");
  private static final Map<String, List<String>> STRICT = new HashMap<>();

  private static void strict(String reason, List<String> outcomes, String... files) {
    assertThat(reason).isNotBlank();
    for (String file : files) {
      STRICT.put(file + ".txt", outcomes);
    }
  }

  static {
    strict(
        "signed by a draft before RFC 4871: v= is missing, and it is required (RFC 6376 §3.5)",
        List.of("MALFORMED_SIGNATURE"),
        "good_ietf00_1",
        "good_ietf00_2",
        "good_ietf00_3",
        "good_ietf00_4",
        "good_ietf00_5",
        "mine_ietf01_1",
        "mine_ietf01_2",
        "mine_ietf01_3",
        "mine_ietf01_4",
        "good_ietf01_1",
        "good_ietf01_2");
    strict(
        "the same, so it is malformed before anything else of it could fail",
        List.of("MALFORMED_SIGNATURE"),
        "bad_ietf01_1",
        "bad_ietf01_2",
        "bad_ietf01_3",
        "bad_1");
    strict(
        "v=0.5 of a draft; it must be 1 (RFC 6376 §3.5)",
        List.of("UNSUPPORTED_VERSION"),
        "mine_ietf05_1",
        "no_body_1",
        "no_body_2",
        "no_body_3");
    strict(
        "v=0.5, which is refused before the algorithm, the canonicalization or the key matters",
        List.of("UNSUPPORTED_VERSION"),
        "ignore_1",
        "ignore_2",
        "ignore_3",
        "ignore_4",
        "badkey_1",
        "badkey_2",
        "badkey_3",
        "badkey_4",
        "badkey_5",
        "badkey_6",
        "badkey_7");
    strict(
        "four signatures without v=",
        List.of(
            "MALFORMED_SIGNATURE",
            "MALFORMED_SIGNATURE",
            "MALFORMED_SIGNATURE",
            "MALFORMED_SIGNATURE"),
        "multiple_1");
    strict(
        "RFC 6376 has no g= in key records (Appendix C of it): unknown tags are ignored",
        List.of("success"),
        "badkey_8",
        "badkey_9",
        "badkey_12",
        "badkey_13");
    strict(
        "one good signature among three bad ones; upstream tells the best",
        List.of(
            "UNSUPPORTED_CANONICALIZATION", "success", "SIGNATURE_MISMATCH", "MALFORMED_SIGNATURE"),
        "multiple_2");
    strict(
        "the Ed25519 key is a SubjectPublicKeyInfo, which we read too; the body was altered",
        List.of("BODY_HASH_MISMATCH"),
        "badkey1_ed25519");
  }

  /** What Mail::DKIM calls invalid, said exactly. */
  private static final Map<String, String> INVALID =
      Map.of(
          "ignore_5.txt", "UNSUPPORTED_QUERY_METHOD",
          "ignore_6.txt", "UNSUPPORTED_QUERY_METHOD",
          "ignore_7.txt", "EXPIRED",
          "ignore_8.txt", "IDENTITY_OUTSIDE_DOMAIN",
          "badkey_10.txt", "KEY_FORBIDS_SUBDOMAIN",
          "badkey_11.txt", "KEY_FORBIDS_HASH",
          "badkey_14.txt", "KEY_UNAVAILABLE",
          "badkey_15.txt", "KEY_UNAVAILABLE",
          "badkey4_ed25519.txt", "NO_KEY_RECORD",
          "badkey5_ed25519.txt", "MALFORMED_KEY_RECORD");

  /** Mail::DKIM says only that they fail. */
  private static final Map<String, String> FAIL =
      Map.of(
          "bad_1878954.txt", "BODY_HASH_MISMATCH",
          "badkey2_ed25519.txt", "SIGNATURE_MISMATCH",
          "badkey3_ed25519.txt", "BODY_HASH_MISMATCH");

  @TestFactory
  List<DynamicTest> everyMessageWithADkimSignature() {
    Path corpus = Corpora.folder("mail-dkim-perl");
    FakeDns dns = CorpusDns.read(corpus);
    List<DynamicTest> tests =
        Corpora.read(corpus.resolve("expected.tsv"))
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> List.of(line.split("\t", -1)))
            .filter(columns -> !columns.getFirst().contains("dk_"))
            .map(
                columns ->
                    DynamicTest.dynamicTest(
                        columns.getFirst(),
                        () -> {
                          Path file = corpus.resolve("corpus").resolve(columns.getFirst());
                          List<DkimResult> results =
                              Messages.verify(Corpora.message(file), dns, ITS_TIME, OF_ITS_TIME);
                          assertThat(results.stream().map(Messages::word))
                              .isEqualTo(expected(columns.getFirst(), columns.get(1)));
                        }))
            .toList();
    assertThat(tests).hasSize(62);
    return tests;
  }

  private static List<String> expected(String file, String upstream) {
    if (STRICT.containsKey(file)) {
      return STRICT.get(file);
    }
    return switch (upstream) {
      case "pass" -> List.of("success");
      case "fail" -> List.of(FAIL.get(file));
      default -> List.of(INVALID.get(file));
    };
  }
}
