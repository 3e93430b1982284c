package org.postseal.authentication.arc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.arc.SealedSet.Content;
import org.postseal.authentication.arc.SealedSet.Seal;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.FakeDns;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;

/** Chains of two handlers, and what each of their sets is worth. */
class SealedSetTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String MESSAGE =
      "From: Joe <joe@example.com>\r\nSubject: Hi\r\n\r\nHello\r\n";
  private static final FakeDns DNS = new FakeDns();
  private static KeyPair key;

  @BeforeAll
  static void publish() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    key = generator.generateKeyPair();
    String p = Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
    DNS.txt("s._domainkey.a.example", "p=" + p).txt("s._domainkey.b.example", "p=" + p);
  }

  private static DigestedMessage digested(String message) {
    var digester = MessageDigester.forSealing(DigestLimits.DEFAULT);
    byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
    digester.update(octets, 0, octets.length);
    return digester.finish();
  }

  private static ArcResult validated(String message) {
    return validated(message, DNS);
  }

  private static ArcResult validated(String message, FakeDns dns) {
    var digested = digested(message);
    return new ArcValidator(1024)
        .validate(
            HeaderSection.parse(digested.headerSection()),
            digested.bodyDigests(),
            KeyRecordSource.dns(dns),
            NOW);
  }

  private static String sealed(String message, String domain, String... names) {
    return resealed(message, message, domain, names);
  }

  /** A handler validates what came, and seals what it made of it. */
  private static String resealed(String came, String goes, String domain, String... names) {
    var digested = digested(goes);
    var body =
        digested.bodyDigests().stream()
            .filter(digest -> digest.spec().equals(BodyDigestSpec.OF_OUR_SIGNATURES))
            .findFirst()
            .orElseThrow();
    var signingKey =
        new SigningKey(
            DomainName.of(domain),
            new Selector("s"),
            SignatureAlgorithm.RSA_SHA256,
            key.getPrivate());
    var result =
        ArcSealer.seal(
            new ArcSealer.SealedMessage(
                HeaderSection.parse(digested.headerSection()),
                body,
                List.of("dmarc=pass header.from=example.com")),
            validated(came),
            new SealingProfile(
                signingKey,
                "mx." + domain,
                names.length == 0 ? Optional.empty() : Optional.of(List.of(names))),
            NOW.getEpochSecond());
    return String.join("\r\n", ((SealingResult.Sealed) result).fields()) + "\r\n" + goes;
  }

  @Test
  void everySetTellsItsSealerAndItsResultsTheNewestFirst() {
    var result = validated(sealed(sealed(MESSAGE, "a.example"), "b.example"));
    assertThat(result.outcome()).isEqualTo(new ArcOutcome.Pass(0));
    assertThat(result.sets())
        .extracting(SealedSet::instance, SealedSet::sealer, SealedSet::content)
        .containsExactly(
            tuple(2, DomainName.of("b.example"), Content.AS_SEALED),
            tuple(1, DomainName.of("a.example"), Content.AS_SEALED));
    assertThat(result.sets().getLast().results().replaceAll("\\s+", " "))
        .isEqualTo(" mx.a.example; dmarc=pass header.from=example.com");
  }

  @Test
  void whatWasAlteredBetweenTheTwoIsNotAsTheFirstSealedIt() {
    String came = sealed(MESSAGE, "a.example");
    String goes = came.replace("Subject: Hi", "Subject: [list] Hi");
    assertThat(validated(goes).outcome()).isInstanceOf(ArcOutcome.Fail.class);
    assertThat(validated(goes).sets()).as("a chain that failed has none").isEmpty();
    String relayed = resealed(came, goes, "b.example");
    assertThat(validated(relayed).outcome()).isEqualTo(new ArcOutcome.Pass(2));
    assertThat(validated(relayed).sets())
        .extracting(SealedSet::content)
        .containsExactly(Content.AS_SEALED, Content.ALTERED);
  }

  /** What the second has sealed his own key proves. */
  @Test
  void aKeyThatIsNotThereAnyMoreSpoilsNoOtherSet() {
    String chain = sealed(sealed(MESSAGE, "a.example"), "b.example");
    String p = "p=" + Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
    var missing = new FakeDns().txt("s._domainkey.b.example", p);
    assertThat(validated(chain, missing).outcome()).isInstanceOf(ArcOutcome.Fail.class);
    assertThat(validated(chain, missing).sets())
        .extracting(SealedSet::seal, SealedSet::content)
        .containsExactly(
            tuple(Seal.VALID, Content.AS_SEALED), tuple(Seal.KEY_MISSING, Content.ALTERED));
    var away =
        new FakeDns()
            .txt("s._domainkey.b.example", p)
            .unavailable("s._domainkey.a.example", "SERVFAIL");
    assertThat(validated(chain, away).outcome()).isInstanceOf(ArcOutcome.KeyUnavailable.class);
    assertThat(validated(chain, away).sets())
        .extracting(SealedSet::seal, SealedSet::content)
        .containsExactly(
            tuple(Seal.VALID, Content.AS_SEALED),
            tuple(Seal.KEY_UNAVAILABLE, Content.KEY_UNAVAILABLE));
    assertThat(validated(chain.replace("Subject: Hi", "Subject: Ho"), away).sets())
        .as("a message that was altered since")
        .isEmpty();
  }

  @Test
  void withoutFromTheMessageIsNotBoundToItsAuthor() {
    var result = validated(sealed(MESSAGE, "a.example", "subject"));
    assertThat(result.outcome()).isEqualTo(new ArcOutcome.Pass(0));
    assertThat(result.sets()).extracting(SealedSet::content).containsExactly(Content.ALTERED);
  }

  /** Readers show the Subject on top, and the seal's signature covers the one below. */
  @Test
  void whatStandsThereMoreOftenThanItMayIsNotAsItWasSealed() {
    String sealed = sealed(MESSAGE, "a.example", "from", "subject");
    var result = validated("Subject: another\r\n" + sealed);
    assertThat(result.outcome()).isEqualTo(new ArcOutcome.Pass(0));
    assertThat(result.sets()).extracting(SealedSet::content).containsExactly(Content.ALTERED);
  }
}
