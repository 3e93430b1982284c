package org.postseal.authentication.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dkim.Messages;
import org.postseal.authentication.dkim.VerifierSettings;

/** The signed messages printed in RFC 6376 A.2 and RFC 8463 A.3. */
class RfcExamplesTest {
  private final Path corpus = Corpora.folder("rfc-examples");

  @Test
  void theMessageOfRfc6376() {
    assertThat(outcomes("rfc6376-A.2.eml")).containsExactly("success");
  }

  @Test
  void theMessageOfRfc8463WithBothItsSignatures() {
    assertThat(outcomes("rfc8463-A.3.eml")).containsExactly("success", "success");
  }

  private List<String> outcomes(String file) {
    return Messages.verify(
            Corpora.message(corpus.resolve(file)),
            CorpusDns.read(corpus),
            Instant.parse("2026-11-23T12:00:00Z"),
            VerifierSettings.DEFAULT)
        .stream()
        .map(Messages::word)
        .toList();
  }
}
