package org.postseal.authentication.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postseal.authentication.dkim.Messages;
import org.postseal.authentication.dkim.VerifierSettings;

/** The corpus of the DKIM Verifier add-on: variations of the RFC examples, and real mail. */
class DkimVerifierThunderbirdTest {
  private static final List<String> UNSIGNED = List.of();
  private static final List<String> GOOD = List.of("success");

  /** Those that are neither unsigned nor the one good signature of RFC 6376 A.2. */
  private static final Map<String, List<String>> EXPECTED =
      Map.ofEntries(
          Map.entry("dkim/flags_s-auid_is_subdomain_of_sdid.eml", List.of("KEY_FORBIDS_SUBDOMAIN")),
          Map.entry("rfc6376-A.2-body_modified.eml", List.of("BODY_HASH_MISMATCH")),
          Map.entry("rfc6376-A.2-header_subject_modified.eml", List.of("SIGNATURE_MISMATCH")),
          Map.entry("rfc6376-A.2-ill_formed-missing_v.eml", List.of("MALFORMED_SIGNATURE")),
          Map.entry("rfc8463-A.3.eml", List.of("success", "success")),
          Map.entry(
              "rfc8463-A.3-key_algo_mismatch.eml",
              List.of("KEY_TYPE_MISMATCH", "KEY_TYPE_MISMATCH")),
          // the second signature is Amazon SES's, whose key the corpus lacks
          Map.entry(
              "original/Fastmail from Amazon - Verify your new Amazon account.eml",
              List.of("success", "NO_KEY_RECORD")),
          Map.entry(
              "original/Fastmail from Fastmail - How to keep your email private.eml",
              List.of("EXPIRED", "EXPIRED")),
          Map.entry(
              "original/Fastmail from Fastmail - Welcome! Get set up in 3 steps..eml",
              List.of("EXPIRED", "EXPIRED")),
          Map.entry("ill_formed-from.eml", UNSIGNED),
          Map.entry("fakePayPal.eml", UNSIGNED));

  private static final Map<String, List<String>> UNCOVERED =
      Map.of(
          "dkim/added_header-date.eml", List.of("Date"),
          "dkim/added_header-from.eml", List.of("From"),
          "dkim/added_header-subject.eml", List.of("Subject"),
          "dkim/added_header-to.eml", List.of("To"),
          "dkim/unsigned_header-content-type.eml", List.of("Content-Type"),
          "dkim/unsigned_header-reply_to-in_domain.eml", List.of("Reply-To"),
          "dkim/unsigned_header-reply_to-invalid.eml", List.of("Reply-To"),
          "dkim/unsigned_header-reply_to-not_in_domain.eml", List.of("Reply-To"));

  @TestFactory
  List<DynamicTest> everyMessage() throws IOException {
    Path corpus = Corpora.folder("dkim_verifier-thunderbird");
    Path data = corpus.resolve("data");
    try (Stream<Path> files = Files.walk(data)) {
      List<DynamicTest> tests =
          files
              .filter(file -> file.toString().endsWith(".eml"))
              .sorted()
              .map(file -> DynamicTest.dynamicTest(name(data, file), () -> check(corpus, file)))
              .toList();
      assertThat(tests).hasSize(53);
      return tests;
    }
  }

  private static void check(Path corpus, Path file) {
    String name = name(corpus.resolve("data"), file);
    var results =
        Messages.verify(
            Corpora.message(file),
            CorpusDns.read(corpus),
            Instant.parse("2026-11-23T12:00:00Z"),
            VerifierSettings.DEFAULT);
    boolean signed = Corpora.read(file).contains("DKIM-Signature:");
    // the original warns: RFC 5322 allows the added field once, and readers show the one on top
    List<String> expected =
        name.startsWith("dkim/added_header-")
            ? List.of("REPEATED_FIELD")
            : EXPECTED.getOrDefault(name, signed ? GOOD : UNSIGNED);
    assertThat(results.stream().map(Messages::word)).isEqualTo(expected);
    if (UNCOVERED.containsKey(name)) {
      assertThat(results.getFirst().uncovered()).isEqualTo(UNCOVERED.get(name));
    }
  }

  private static String name(Path data, Path file) {
    return data.relativize(file).toString();
  }
}
