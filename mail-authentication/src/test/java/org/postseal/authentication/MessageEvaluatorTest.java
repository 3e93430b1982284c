package org.postseal.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dmarc.AlignmentMode;
import org.postseal.authentication.dmarc.DmarcOutcome;
import org.postseal.authentication.dmarc.Policy;
import org.postseal.authentication.dmarc.TestMode;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.FakeDns;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.MessageDigester;
import org.postseal.authentication.spf.SpfIdentity;
import org.postseal.authentication.spf.SpfOutcome;

/** Every check of one message together. */
class MessageEvaluatorTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Peer PEER =
      new Peer(
          Optional.of(InetAddress.ofLiteral("192.0.2.1")),
          Optional.of("mail.example.com"),
          Optional.of("joe@example.com"));
  private static final String UNSIGNED = "From: joe@news.example.com\r\n\r\nHello\r\n";
  private static final String SIGNATURE =
      "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1; h=from; bh=AAAA; b=AAAA\r\n";

  private final FakeDns dns =
      new FakeDns()
          .txt("example.com", "v=spf1 ip4:192.0.2.1 -all")
          .txt(
              "_dmarc.example.com",
              "v=DMARC1; p=reject; sp=quarantine; aspf=s; t=y;" + " rua=mailto:dmarc@example.com");

  private Evaluation evaluated(String message) {
    var digester = MessageDigester.forVerifying(DigestLimits.DEFAULT);
    byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
    digester.update(octets, 0, octets.length);
    return new MessageEvaluator(dns, EvaluatorSettings.of("mx.example.net"))
        .evaluate(ReceivedMessage.of(digester.finish(), PEER), NOW);
  }

  @Test
  void noQuestionIsAskedTwice() {
    dns.unavailable("s1._domainkey.example.com", "SERVFAIL");
    evaluated(
        SIGNATURE
            + SIGNATURE
            + "DomainKey-Signature: a=rsa-sha1; q=dns; c=nofws; d=example.com; s=s1; b=AAAA\r\n"
            + "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=example.com; s=s1; b=AAAA\r\n"
            + "From: joe@example.com\r\n\r\nHello\r\n");
    assertThat(dns.asked()).contains("TXT s1._domainkey.example.com");
    assertThat(new HashSet<>(dns.asked())).hasSameSizeAs(dns.asked());
  }

  /** Everything a row of an aggregate report says that is known when a message has been judged. */
  @Test
  void holdsTheFactsOfAnAggregateReport() {
    var evaluation = evaluated(SIGNATURE + UNSIGNED);
    var dmarc = evaluation.dmarc().orElseThrow();
    assertThat(dmarc.authorDomain()).contains(DomainName.of("news.example.com"));
    assertThat(dmarc.organizationalDomain()).contains(DomainName.of("example.com"));
    assertThat(dmarc.outcome()).isEqualTo(new DmarcOutcome.Fail());
    assertThat(dmarc.alignment().dkim()).isEmpty();
    assertThat(dmarc.alignment().spf()).isEmpty();
    var published = dmarc.published().orElseThrow();
    assertThat(published.domain()).isEqualTo(DomainName.of("example.com"));
    assertThat(published.policy()).isEqualTo(Policy.QUARANTINE);
    assertThat(published.wanted()).as("lowered by t=y").isEqualTo(Policy.NONE);
    var dmarcRecord = published.dmarcRecord();
    assertThat(dmarcRecord.p()).contains(Policy.REJECT);
    assertThat(dmarcRecord.sp()).contains(Policy.QUARANTINE);
    assertThat(dmarcRecord.np()).isEmpty();
    assertThat(dmarcRecord.adkim()).isEqualTo(AlignmentMode.RELAXED);
    assertThat(dmarcRecord.aspf()).isEqualTo(AlignmentMode.STRICT);
    assertThat(dmarcRecord.t()).isEqualTo(TestMode.TESTING);
    assertThat(dmarcRecord.tags()).doesNotContainKey("fo");
    assertThat(dmarcRecord.rua())
        .extracting(uri -> uri.uri().toString())
        .containsExactly("mailto:dmarc@example.com");
    var signature = evaluation.dkim().getFirst();
    assertThat(signature.claims().domain()).contains(DomainName.of("example.com"));
    assertThat(signature.claims().selector().orElseThrow().ascii()).isEqualTo("s1");
    assertThat(signature.outcome())
        .isEqualTo(new DkimOutcome.Failure(DkimDefect.NO_KEY_RECORD, "there is no key record"));
    var spf = evaluation.spf().orElseThrow();
    assertThat(spf.identity()).isEqualTo(SpfIdentity.MAIL_FROM);
    assertThat(spf.domain()).contains(DomainName.of("example.com"));
    assertThat(spf.outcome()).isInstanceOf(SpfOutcome.Pass.class);
  }

  @Test
  void aDomainThatPromisesDomainKeysIsReportedWhereNothingIsSigned() {
    dns.txt("_domainkey.news.example.com", "o=-");
    var evaluation = evaluated(UNSIGNED);
    assertThat(AuthenticationResults.of("mx.example.net", evaluation).value())
        .contains("; domainkeys=none reason=\"news.example.com says that it signs all its mail\"");
    assertThat(evaluation.dmarc().orElseThrow().outcome()).isEqualTo(new DmarcOutcome.Fail());
  }

  @Test
  void aSilentDomainIsNotAskedForItsDomainKeysPolicy() {
    dns.unavailable("_dmarc.news.example.com", "SERVFAIL");
    assertThat(evaluated(UNSIGNED).domainKeys().orElseThrow().policy()).isEmpty();
    assertThat(dns.asked()).noneMatch(question -> question.contains("_domainkey"));
  }
}
