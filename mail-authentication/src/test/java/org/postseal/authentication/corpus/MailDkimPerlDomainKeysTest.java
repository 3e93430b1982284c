package org.postseal.authentication.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.Messages;
import org.postseal.authentication.dns.FakeDns;
import org.postseal.authentication.domainkeys.DomainKeysOutcome;
import org.postseal.authentication.domainkeys.DomainKeysResult;
import org.postseal.authentication.domainkeys.DomainKeysVerifier;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;

/** The messages of Mail::DKIM's corpus that carry a DomainKey-Signature. */
class MailDkimPerlDomainKeysTest {
  /** What upstream calls invalid is a defect, but for one. */
  private static final Map<String, DomainKeysOutcome> DIFFERENT =
      // an added Sender is the sending address, and of another domain: upstream says so too, but
      // only because there is no h=; the check comes before the signature
      Map.of("bad_dk_2.txt", DomainKeysOutcome.DEFECTIVE);

  @TestFactory
  List<DynamicTest> everyMessageWithADomainKeySignature() {
    Path corpus = Corpora.folder("mail-dkim-perl");
    FakeDns dns = CorpusDns.read(corpus);
    List<DynamicTest> tests =
        Corpora.read(corpus.resolve("expected.tsv"))
            .lines()
            .map(line -> List.of(line.split("\t", -1)))
            .filter(columns -> columns.getFirst().contains("dk_"))
            .map(
                columns ->
                    DynamicTest.dynamicTest(
                        columns.getFirst(),
                        () -> {
                          Path file = corpus.resolve("corpus").resolve(columns.getFirst());
                          DomainKeysResult result = verify(Corpora.message(file), dns);
                          assertThat(result.outcome())
                              .as(result.toString())
                              .isEqualTo(expected(columns.getFirst(), columns.get(1)));
                        }))
            .toList();
    assertThat(tests).hasSize(17);
    return tests;
  }

  private static DomainKeysOutcome expected(String file, String upstream) {
    return DIFFERENT.getOrDefault(
        file, upstream.equals("pass") ? DomainKeysOutcome.SUCCESS : DomainKeysOutcome.DEFECTIVE);
  }

  private static DomainKeysResult verify(String message, FakeDns dns) {
    DigestedMessage digested = Messages.digested(message);
    return new DomainKeysVerifier(20)
        .verify(
            HeaderSection.parse(digested.headerSection()),
            digested.domainKeysDigests(),
            KeyRecordSource.dns(dns));
  }
}
