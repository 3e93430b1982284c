package org.postseal.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.Messages;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.dns.FakeDns;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.MessageDigester;

/** What a message costs does not grow with its signatures beyond the limit: work is counted. */
class ManySignaturesTest {
  private static final int LIMIT = 20;
  private static final DigestLimits ROOM = new DigestLimits(1 << 20, 10_000, LIMIT);
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final FakeDns dns = new FakeDns().txt("s0._domainkey.sender.example", "v=DKIM1; p=AAAA");

  @Test
  void aThousandSignaturesCostWhatTheLimitCosts() {
    assertThat(workOf(1_000)).isEqualTo(workOf(LIMIT));
    assertThat(workOf(LIMIT + 1)).isEqualTo(workOf(LIMIT));
    assertThat(workOf(LIMIT - 1)).isNotEqualTo(workOf(LIMIT));
  }

  @Test
  void everySignatureBeyondTheLimitHasItsResultAndOneStandsForThemInTheReport() {
    Evaluation evaluation = evaluate(digested(1_000));

    assertThat(evaluation.dkim()).hasSize(1_000);
    assertThat(evaluation.dkim().subList(LIMIT, 1_000)).allMatch(ManySignaturesTest::isTooMany);
    assertThat(evaluation.domainKeys().orElseThrow().reason().orElseThrow())
        .endsWith("; 5 of 1000 looked at");
    assertThat(AuthenticationResults.of("mx.example", evaluation).value())
        .containsOnlyOnce("dkim=policy reason=\"too many signatures\"");
  }

  @Test
  void beyondTheLimitOfHeaderFieldsNothingIsHashed() {
    DigestedMessage message = digested(1_000, DigestLimits.DEFAULT);

    assertThat(message.truncated()).isTrue();
    assertThat(message.bodyDigests()).isEmpty();
    assertThat(evaluate(message).defect()).isEqualTo(message.defect());
  }

  @Test
  void aSignatureWithMoreTagsThanTheSettingSaysIsMalformed() {
    String message =
        "DKIM-Signature: v=1; a=rsa-sha256; d=sender.example; s=s0; h=from; bh=AA==; x=9;"
            + " b=AA==\r\n"
            + "From: alice@sender.example\r\n\r\n";

    assertThat(defect(message, 8)).isEqualTo(DkimDefect.EXPIRED);
    assertThat(defect(message, 7)).isEqualTo(DkimDefect.MALFORMED_SIGNATURE);
  }

  private DkimDefect defect(String message, int tags) {
    var settings = new VerifierSettings(1024, VerifierSettings.Sha1.REFUSED, LIMIT, tags);
    var outcome = Messages.verify(message, dns, NOW, settings).getFirst().outcome();
    return ((DkimOutcome.Failure) outcome).defect();
  }

  /** Signatures looked at, body digests, and questions to the DNS. */
  private record Work(long signatures, int bodyDigests, int domainKeysDigests, int questions) {}

  private Work workOf(int signatures) {
    int before = dns.questions();
    DigestedMessage message = digested(signatures);
    Evaluation evaluation = evaluate(message);
    return new Work(
        evaluation.dkim().stream().filter(result -> !isTooMany(result)).count(),
        message.bodyDigests().size(),
        message.domainKeysDigests().size(),
        dns.questions() - before);
  }

  private Evaluation evaluate(DigestedMessage message) {
    return new MessageEvaluator(dns, EvaluatorSettings.of("mx.example"))
        .evaluate(ReceivedMessage.of(message, Peer.UNKNOWN), NOW);
  }

  private static DigestedMessage digested(int signatures) {
    return digested(signatures, ROOM);
  }

  /** Each signature wants another key and another digest; there are as many of each kind. */
  private static DigestedMessage digested(int signatures, DigestLimits limits) {
    var message = new StringBuilder();
    for (int i = 0; i < signatures; i++) {
      message.append(
          """
          DKIM-Signature: v=1; a=rsa-sha256; d=sender.example; s=s%1$d; h=from; l=%1$d; bh=AA==; b=AA==
          DomainKey-Signature: a=rsa-sha1; q=dns; c=nofws; d=sender.example; s=t%1$d; b=AA==
          """
              .formatted(i));
    }
    message.append("From: alice@sender.example\n\nIt is in the shed.\n");
    byte[] octets = message.toString().replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    var digester = MessageDigester.forVerifying(limits);
    digester.update(octets, 0, octets.length);
    return digester.finish();
  }

  private static boolean isTooMany(DkimResult result) {
    return Stream.of(result.outcome())
        .filter(DkimOutcome.Failure.class::isInstance)
        .map(DkimOutcome.Failure.class::cast)
        .anyMatch(failure -> failure.defect() == DkimDefect.TOO_MANY_SIGNATURES);
  }
}
