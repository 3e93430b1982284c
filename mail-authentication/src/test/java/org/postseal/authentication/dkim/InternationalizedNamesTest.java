package org.postseal.authentication.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.FakeDns;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.spf.SpfLimits;
import org.postseal.authentication.spf.SpfOutcome;
import org.postseal.authentication.spf.SpfQuestion;
import org.postseal.authentication.spf.SpfResult;
import org.postseal.authentication.spf.SpfVerifier;

/**
 * Names that hold more than ASCII, as mail with SMTPUTF8 has them, and the DNS never (RFC 8616).
 */
class InternationalizedNamesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final DomainName BOOKS = DomainName.of("b\u00fccher.example");
  private static final String BELOW = "From: joe@example.com\r\n\r\nHello\r\n";

  private final FakeDns dns = new FakeDns();

  /** Text in which each character is an octet of the UTF-8. */
  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  @Test
  void namesInASignatureMayBeULabels() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    dns.txt(
        DomainName.of("gr\u00fcn") + "._domainkey." + BOOKS,
        "p=" + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
    var results =
        Messages.verify(
            signed("d=b\u00fccher.example; i=@mail.b\u00fccher.example; s=gr\u00fcn", pair),
            dns,
            NOW,
            VerifierSettings.DEFAULT);
    assertThat(results.getFirst().outcome()).isEqualTo(new DkimOutcome.Success());
    assertThat(results.getFirst().authenticatedDomain()).contains(BOOKS);
    var foreign =
        Messages.verify(
            signed("d=b\u00fccher.example; i=@b\u00fcch.example; s=gr\u00fcn", pair),
            dns,
            NOW,
            VerifierSettings.DEFAULT);
    assertThat(Messages.word(foreign.getFirst())).isEqualTo("IDENTITY_OUTSIDE_DOMAIN");
  }

  private static String signed(String names, KeyPair pair) throws GeneralSecurityException {
    String start = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; " + octets(names);
    var digested = Messages.digested(start + "; h=from; bh=; b=\r\n" + BELOW);
    String unsigned =
        start
            + "; h=from; bh="
            + Base64.getEncoder().encodeToString(digested.bodyDigests().getFirst().hash())
            + "; b=";
    var section = HeaderSection.parse((unsigned + "\r\nFrom: joe@example.com\r\n"));
    byte[] signed =
        SignedHeaderFields.octets(
            Canonicalization.RELAXED,
            SignedHeaderFields.select(section, List.of("from"), 0),
            section.fields().getFirst());
    return unsigned
        + Base64.getEncoder()
            .encodeToString(
                Cryptography.sign(SignatureAlgorithm.RSA_SHA256, pair.getPrivate(), signed))
        + "\r\n"
        + BELOW;
  }

  @Test
  void spfAsksForALabelsAndExpandsToThem() {
    dns.txt(BOOKS.ascii(), "v=spf1 exists:%{d}.allowed.example -all")
        .address(BOOKS + ".allowed.example", "127.0.0.2");
    var result = spf("joe@b\u00fccher.example");
    assertThat(result.outcome()).isInstanceOf(SpfOutcome.Pass.class);
    assertThat(result.domain()).contains(BOOKS);
  }

  private SpfResult spf(String reversePath) {
    var question =
        new SpfQuestion(
            InetAddress.ofLiteral("192.0.2.1"),
            Optional.of("mail.example"),
            Optional.of(reversePath),
            "mx.example.net",
            NOW);
    return new SpfVerifier(dns, SpfLimits.DEFAULT).verify(question);
  }

  /** RFC 8616 §4: a term with the local-part in it matches nothing, so the next one is tried. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "include:%{l}.spf.example",
        "include:%{s}.spf.example",
        "include:%{L}.spf.example",
        "include:%{s1r-}.spf.example",
        "-exists:%{l}.spf.example",
        "-a:%{l}.spf.example",
        "-mx:%{s}.spf.example",
        "-ptr:%{l}.spf.example",
        "-a:x.%{l}",
      })
  void aTermWithALocalPartBeyondAsciiMatchesNothing(String term) {
    dns.txt("example.com", "v=spf1 " + term + " ip4:192.0.2.1 -all").address("x.example", "::1");
    assertThat(spf("j\u00f6rg@example.com").outcome()).isInstanceOf(SpfOutcome.Pass.class);
    assertThat(dns.asked()).containsExactly("TXT example.com");
  }

  @Test
  void aRedirectWithSuchALocalPartIsNone() {
    dns.txt("example.com", "v=spf1 redirect=%{l}.spf.example");
    assertThat(spf("j\u00f6rg@example.com").outcome()).isInstanceOf(SpfOutcome.Neutral.class);
    dns.txt("joe.spf.example", "v=spf1 +all");
    assertThat(spf("joe@example.com").outcome()).isInstanceOf(SpfOutcome.Pass.class);
  }
}
