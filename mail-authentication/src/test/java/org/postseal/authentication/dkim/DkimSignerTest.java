package org.postseal.authentication.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.FakeDns;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;

class DkimSignerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final KeyPair RSA = generate("RSA", 2048);
  private static final KeyPair ED25519 = generate("Ed25519", 255);
  private static final SigningKey RSA_KEY =
      new SigningKey(DOMAIN, new Selector("rsa"), SignatureAlgorithm.RSA_SHA256, RSA.getPrivate());
  private static final SigningKey ED25519_KEY =
      new SigningKey(
          DOMAIN, new Selector("ed"), SignatureAlgorithm.ED25519_SHA256, ED25519.getPrivate());
  private static final String MESSAGE =
      "From: Joe <joe@example.com>\r\nTo: a@b.example\r\nSubject: Hi\r\n\r\nHello  there\r\n";

  private final FakeDns dns =
      new FakeDns()
          .txt("rsa._domainkey.example.com", "v=DKIM1; p=" + base64(RSA.getPublic().getEncoded()))
          .txt(
              "ed._domainkey.example.com",
              "v=DKIM1; k=ed25519; p="
                  + base64(Arrays.copyOfRange(ED25519.getPublic().getEncoded(), 12, 44)));

  @Test
  void whatIsSignedVerifies() {
    List<DkimResult> results = verify(signed(MESSAGE, SigningProfile.DEFAULT));
    assertThat(results).extracting(Messages::word).containsExactly("success", "success");
    assertThat(results.getFirst().claims().algorithm()).contains("rsa-sha256");
    assertThat(results).allSatisfy(result -> assertThat(result.uncovered()).isEmpty());
  }

  @Test
  void everyCanonicalizationVerifiesForRandomMessages() {
    var random = new Random(8463);
    String alphabet = "ab \t\r\n:;\u00e9";
    for (int round = 0; round < 300; round++) {
      var text = new StringBuilder("From: joe@example.com\r\nX: ");
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String value = text.toString().replace("\r\n", "\r\n\t");
      value = value.replaceFirst("\\r\\n\\tX", "\r\nX");
      String message = value + "\r\n\r\n" + text.reverse();
      Canonicalization header = either(random);
      Canonicalization body = either(random);
      var profile =
          new SigningProfile(
              header,
              body,
              new SigningProfile.Names.Exactly(List.of("X", "from", "X", "Nothing")),
              new SigningProfile.Timestamp.None(),
              new SigningProfile.Expiration.Never(),
              Optional.of("joe@mail.example.com"));
      assertThat(verify(signed(message, profile)))
          .as(message)
          .extracting(Messages::word)
          .containsOnly("success");
    }
  }

  /** As a signer in use writes it; nothing that is signed is less signed for it. */
  @Test
  void aListOfNamesMayEndWithAColon() {
    var profile =
        new SigningProfile(
            Canonicalization.RELAXED,
            Canonicalization.RELAXED,
            new SigningProfile.Names.Exactly(List.of("from", "subject", "")),
            new SigningProfile.Timestamp.None(),
            new SigningProfile.Expiration.Never(),
            Optional.empty());
    String signed = signed(MESSAGE, profile);
    assertThat(signed).contains("h=from:subject:;");
    assertThat(verify(signed)).extracting(Messages::word).containsOnly("success");
    assertThat(verify(signed.replace("Subject: Hi", "Subject: Ho")))
        .extracting(Messages::word)
        .containsOnly("SIGNATURE_MISMATCH");
  }

  /** Two signatures; what is not verified for its price is not good enough, and no failure. */
  @Test
  void aMessageCostsNoMoreOperationsThanItsBudget() {
    String signed = signed(MESSAGE, SigningProfile.DEFAULT);
    assertThat(outcomes(signed, 0)).containsOnly("TOO_MANY_SIGNATURES");
    assertThat(outcomes(signed, 1)).containsExactly("success", "TOO_MANY_SIGNATURES");
    assertThat(outcomes(signed, 2)).containsOnly("success");
  }

  /** What a signature covers is hashed for it, so 64 KiB cost as much as another operation. */
  @Test
  void longHeaderFieldsCountAsOperations() {
    String message = "Subject: " + "x".repeat(100_000) + "\r\nFrom: a@example.com\r\n\r\n";
    String signed = signed(message, SigningProfile.DEFAULT);
    assertThat(outcomes(signed, 3)).containsExactly("success", "TOO_MANY_SIGNATURES");
    assertThat(outcomes(signed, 4)).containsOnly("success");
  }

  private List<String> outcomes(String message, int operations) {
    var settings = new VerifierSettings(1024, VerifierSettings.Sha1.REFUSED, 20, 64, operations);
    return Messages.verify(message, dns, NOW, settings).stream().map(Messages::word).toList();
  }

  @Test
  void anRsaKeyUnder1024BitsIsNoSigningKey() {
    var small = generate("RSA", 1023).getPrivate();
    assertThatThrownBy(
            () -> new SigningKey(DOMAIN, new Selector("s"), SignatureAlgorithm.RSA_SHA256, small))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1024");
  }

  @Test
  void linesAreShortAndTheListIsTheDefaultOne() {
    for (String field : fields(MESSAGE, SigningProfile.DEFAULT)) {
      assertThat(field.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(78));
      String flat = field.replaceAll("\r\n[ \t]", "");
      assertThat(flat)
          .startsWith("DKIM-Signature: v=1; a=")
          .contains("t=1795435200; x=1796040000;")
          .contains(
              "h=from:from:to:to:cc:subject:subject:date:reply-to:message-id:mime-version:"
                  + "content-type:content-transfer-encoding:in-reply-to:importance;");
    }
  }

  @Test
  void aFieldAddedLaterBreaksAnOverSignature() {
    String message = signed(MESSAGE, SigningProfile.DEFAULT);
    for (String added : List.of("From: x@y.example", "Subject: y", "Reply-To: z@y.example")) {
      assertThat(verify(message.replaceFirst("To: a", added + "\r\nTo: a")))
          .extracting(Messages::word)
          .containsOnly("SIGNATURE_MISMATCH");
    }
    assertThat(verify(message.replaceFirst("To: a", "X-Other: y\r\nTo: a")))
        .extracting(Messages::word)
        .containsOnly("success");
  }

  @Test
  void anAlteredBodyFails() {
    assertThat(verify(signed(MESSAGE, SigningProfile.DEFAULT).replace("Hello", "hello")))
        .extracting(Messages::word)
        .containsOnly("BODY_HASH_MISMATCH");
  }

  private static final SigningProfile ASKABLE =
      SigningProfile.DEFAULT.withQueryMethods(List.of("dns/txt", "x-signpol"));

  @Test
  void queryMethodsAreNamedAndChangeNothingForOthers() {
    assertThat(fields(MESSAGE, ASKABLE))
        .allSatisfy(field -> assertThat(field).contains("q=dns/txt:x-signpol;"));
    assertThat(fields(MESSAGE, SigningProfile.DEFAULT))
        .allSatisfy(field -> assertThat(field).doesNotContain("q="));
    assertThat(verify(signed(MESSAGE, ASKABLE))).allMatch(DkimResult::success);
  }

  @Test
  void aSignatureThatLacksNothingButItsKeyIsWorthAQuestion() {
    var askable = askable(signed(MESSAGE, ASKABLE), NOW);
    assertThat(askable)
        .extracting(each -> each.selector().ascii() + " " + each.domain())
        .containsExactly("rsa example.com", "ed example.com");
    assertThat(askable)
        .allSatisfy(
            each -> assertThat(each.queryMethods()).containsExactly("dns/txt", "x-signpol"));
    assertThat(askable(signed(MESSAGE, SigningProfile.DEFAULT), NOW))
        .allSatisfy(each -> assertThat(each.queryMethods()).containsExactly("dns/txt"));
  }

  @Test
  void nobodyIsAskedAboutASignatureThatFailsWithoutItsKey() {
    String genuine = signed(MESSAGE, ASKABLE);
    assertThat(askable(genuine, NOW)).hasSize(2);
    assertThat(askable(genuine.replace("Hello", "hello"), NOW)).as("body hash").isEmpty();
    assertThat(askable(genuine, NOW.plusSeconds(8 * 86_400))).as("expired").isEmpty();
    assertThat(askable(genuine, NOW.minusSeconds(7_200))).as("of the future").isEmpty();
    assertThat(askable(genuine, NOW.minusSeconds(60))).as("clocks differ").hasSize(2);
    assertThat(askable(genuine.replace(" v=1;", " v=2;"), NOW)).as("version").isEmpty();
    assertThat(askable(genuine.replace("s=rsa;", "s=rsa; i=@other.example;"), NOW))
        .as("identity")
        .hasSize(1);
    assertThat(askable(genuine.replace("h=from:from", "h=date:date"), NOW)).as("From").isEmpty();
    assertThat(askable("No field\r\n" + genuine, NOW)).as("malformed").isEmpty();
  }

  private static List<AskableSignature> askable(String message, Instant now) {
    var digested = Messages.digested(message);
    return new DkimVerifier(VerifierSettings.DEFAULT)
        .askable(HeaderSection.parse(digested.headerSection()), digested.bodyDigests(), now);
  }

  @Test
  void anExpiredSignatureFails() {
    String message = signed(MESSAGE, SigningProfile.DEFAULT);
    Instant lastSecond = NOW.plusSeconds(7 * 86400);
    assertThat(Messages.verify(message, dns, lastSecond, VerifierSettings.DEFAULT))
        .allMatch(DkimResult::success);
    assertThat(Messages.verify(message, dns, lastSecond.plusSeconds(1), VerifierSettings.DEFAULT))
        .extracting(Messages::word)
        .containsOnly("EXPIRED");
  }

  @Test
  void whatCannotBeSignedIsRefused() {
    assertThat(sign("To: a@b.example\r\n\r\n", SigningProfile.DEFAULT))
        .isInstanceOf(SigningResult.Refused.class);
    assertThat(sign("From a\r\nFrom: a@b.example\r\n\r\n", SigningProfile.DEFAULT))
        .isInstanceOf(SigningResult.Refused.class);
    var foreignIdentity =
        new SigningProfile(
            Canonicalization.RELAXED,
            Canonicalization.RELAXED,
            new SigningProfile.Names.Protected(),
            new SigningProfile.Timestamp.Now(),
            new SigningProfile.Expiration.Never(),
            Optional.of("joe@notexample.com"));
    assertThat(sign(MESSAGE, foreignIdentity)).isInstanceOf(SigningResult.Refused.class);
  }

  @Test
  void privateKeysNeverShow() {
    assertThat(RSA_KEY.toString()).isEqualTo("SigningKey[rsa._domainkey.example.com rsa-sha256]");
  }

  @Test
  void privateKeysAreReadFromPem() {
    String pkcs8 = pem("PRIVATE KEY", RSA.getPrivate().getEncoded());
    assertThat(PrivateKeys.readPem(pkcs8)).contains(RSA.getPrivate());
    byte[] pkcs1 =
        Arrays.copyOfRange(RSA.getPrivate().getEncoded(), 26, RSA.getPrivate().getEncoded().length);
    assertThat(PrivateKeys.readPem(pem("RSA PRIVATE KEY", pkcs1))).contains(RSA.getPrivate());
    assertThat(PrivateKeys.readPem(pem("PRIVATE KEY", ED25519.getPrivate().getEncoded())))
        .contains(ED25519.getPrivate());
    assertThat(PrivateKeys.readPem(pem("PRIVATE KEY", new byte[10]))).isEmpty();
    assertThat(PrivateKeys.readPem("no key")).isEmpty();
  }

  private static Canonicalization either(Random random) {
    return random.nextBoolean() ? Canonicalization.SIMPLE : Canonicalization.RELAXED;
  }

  private List<DkimResult> verify(String message) {
    return Messages.verify(message, dns, NOW, VerifierSettings.DEFAULT);
  }

  private static String signed(String message, SigningProfile profile) {
    return String.join("\r\n", fields(message, profile)) + "\r\n" + message;
  }

  private static List<String> fields(String message, SigningProfile profile) {
    return ((SigningResult.Signed) sign(message, profile)).fields();
  }

  private static SigningResult sign(String message, SigningProfile profile) {
    var digester = MessageDigester.forSigning(DigestLimits.DEFAULT, profile.body());
    byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
    digester.update(octets, 0, octets.length);
    DigestedMessage digested = digester.finish();
    BodyDigest body = digested.bodyDigests().getFirst();
    return DkimSigner.sign(
        HeaderSection.parse(digested.headerSection()),
        body,
        List.of(ED25519_KEY, RSA_KEY),
        profile,
        NOW);
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN " + label + "-----\n" + base64(der) + "\n-----END " + label + "-----\n";
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  private static KeyPair generate(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      if (bits > 1000) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
