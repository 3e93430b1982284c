package org.postseal.registry.asking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dns.DomainName;
import org.postseal.signingpolicy.Promise;
import org.postseal.signingpolicy.ReadingLimits;
import org.postseal.signingpolicy.TrustLevel;
import org.postseal.smtpclient.wellknown.WellKnownDocuments.Fetched;

class TwinSourceTest {
  private static final DomainName DOMAIN = DomainName.of("bank.example");
  private static final AskedFor POLICY = AskedFor.policyOf(DOMAIN);
  private static final AskedFor KEY = new AskedFor(DOMAIN, Selector.parse("s1"));
  private static final String DOCUMENT =
      """
      v=SIGNPOL1; d=bank.example; sign=all; testing=n; id=1; max_age=86400; keys=https
      d=bank.example; s=s1; ttl=60
      v=DKIM1; k=rsa; p=AA
      +AA
      """;

  private String asked = "";

  private Finding ask(AskedFor about, Fetched fetched) {
    return new TwinSource(
            (host, target) -> {
              asked = host + target;
              return fetched;
            },
            ReadingLimits.STANDARD)
        .ask(about);
  }

  private static Fetched document(String text) {
    return new Fetched.Document(text, "text/plain");
  }

  @Test
  void theHostsCertificateIsAllTheProofThereIs() {
    var said = (Finding.Said) ask(KEY, document(DOCUMENT));
    assertThat(asked).isEqualTo("signpol.bank.example/.well-known/mail-signing-policy?selector=s1");
    assertThat(said.trust()).isEqualTo(TrustLevel.T2);
    assertThat(said.policy().orElseThrow().sign()).isEqualTo(Promise.ALL);
    assertThat(said.key())
        .isInstanceOfSatisfying(
            Finding.Key.Stated.class,
            key -> assertThat(key.statement().keyRecord()).isEqualTo("v=DKIM1; k=rsa; p=AAAA"));
  }

  @Test
  void aPolicyAlone() {
    var said = (Finding.Said) ask(POLICY, document(DOCUMENT));
    assertThat(asked).isEqualTo("signpol.bank.example/.well-known/mail-signing-policy");
    assertThat(said.key()).isInstanceOf(Finding.Key.NotAskedFor.class);
  }

  @Test
  void anotherKeyIsNone() {
    var other = new AskedFor(DOMAIN, Selector.parse("s2"));
    assertThat(((Finding.Said) ask(other, document(DOCUMENT))).key())
        .isInstanceOf(Finding.Key.None.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "v=SIGNPOL1; d=other.example; sign=all; id=1; max_age=1"})
  void whatIsNoDocumentOfTheDomainIsNoAnswerNow(String text) {
    assertThat(ask(KEY, document(text))).isInstanceOf(Finding.NotNow.class);
    assertThat(ask(KEY, new Fetched.Document(DOCUMENT, "text/html")))
        .isInstanceOf(Finding.NotNow.class);
    assertThat(ask(KEY, document(DOCUMENT.repeat(100)))).isInstanceOf(Finding.NotNow.class);
  }

  @Test
  void whatAStatusSays() {
    assertThat(ask(POLICY, new Fetched.Status(404))).isInstanceOf(Finding.NotOffered.class);
    assertThat(ask(KEY, new Fetched.Status(404)))
        .isEqualTo(
            new Finding.Said(
                Optional.empty(),
                new Finding.Key.None("the domain has no such key"),
                TrustLevel.T2));
    assertThat(ask(KEY, new Fetched.Status(301))).isInstanceOf(Finding.NotOffered.class);
    assertThat(ask(KEY, new Fetched.Status(503))).isInstanceOf(Finding.NotNow.class);
  }

  @Test
  void aHostThatIsNotThereIsNotAway() {
    assertThat(ask(KEY, new Fetched.NoHost("no address"))).isInstanceOf(Finding.NotOffered.class);
    assertThat(ask(KEY, new Fetched.Unavailable("timed out"))).isInstanceOf(Finding.NotNow.class);
    assertThat(ask(KEY, new Fetched.Unproven("expired"))).isInstanceOf(Finding.NotNow.class);
  }
}
