package org.postseal.authentication;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dkim.SigningProfile;
import org.postseal.authentication.dkim.SigningResult;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.dns.FakeDns;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.spf.SpfOutcome;

/** Both doors: what one signs, the other finds signed. */
class EvaluatorTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String HEADER = "From: joe@example.com\r\nSubject: Dinner\r\n\r\n";
  private static final String MESSAGE = HEADER + "At eight?\r\n";
  private static final long LARGE = 16L << 20;

  private final FakeDns dns = new FakeDns().txt("example.com", "v=spf1 ip4:192.0.2.1 -all");
  private final Evaluator evaluator = Evaluator.of(dns).by(InstantSource.fixed(NOW));
  private KeyPair keys;
  private Signer signer;

  @BeforeEach
  void publish() throws GeneralSecurityException {
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] info = keys.getPublic().getEncoded();
    byte[] key = Arrays.copyOfRange(info, info.length - 32, info.length);
    dns.txt(
        "s1._domainkey.example.com",
        "v=DKIM1; k=ed25519; p=" + Base64.getEncoder().encodeToString(key));
    signer = Signer.of(key(SignatureAlgorithm.ED25519_SHA256, keys)).by(InstantSource.fixed(NOW));
  }

  @Test
  void findsSignedWhatIsSigned() throws IOException {
    var result = first(evaluator, signed(MESSAGE));
    assertThat(result.success()).as("%s", result).isTrue();
    assertThat(first(evaluator, signed(MESSAGE) + "PS\r\n").outcome())
        .isInstanceOfSatisfying(
            DkimOutcome.Failure.class,
            failure -> assertThat(failure.defect()).isEqualTo(DkimDefect.BODY_HASH_MISMATCH));
  }

  @Test
  void asksSpfAboutThePeer() throws IOException {
    var peer = Peer.of(InetAddress.ofLiteral("192.0.2.1"), "mx.example.com", "joe@example.com");
    assertThat(evaluator.evaluate(stream(MESSAGE), peer).spf().orElseThrow().outcome())
        .isInstanceOf(SpfOutcome.Pass.class);
    assertThat(evaluator.evaluate(stream(MESSAGE), Peer.UNKNOWN).spf()).isEmpty();
  }

  @Test
  void signaturesExpireByTheClockThatIsGiven() throws IOException {
    var late = evaluator.by(InstantSource.fixed(NOW.plus(Duration.ofDays(8))));
    assertThat(first(late, signed(MESSAGE)).outcome())
        .isInstanceOfSatisfying(
            DkimOutcome.Failure.class,
            failure -> assertThat(failure.defect()).isEqualTo(DkimDefect.EXPIRED));
  }

  /** Neither door makes as many octets as a body has: it is never there as a whole. */
  @Test
  void aBodyIsNeverHeld() throws IOException {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    var fields = fields(signer.sign(large(HEADER)));
    var evaluation = evaluator.evaluate(large(fields + HEADER), Peer.UNKNOWN);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isBetween(1L, LARGE / 2);
    assertThat(evaluation.dkim()).extracting(DkimResult::success).containsExactly(true);
  }

  @Test
  void ofAMessageBeyondALimitNothingIsConcluded() throws IOException {
    var limits = new DigestLimits(100, 10, 20);
    var evaluation = evaluator.within(limits).evaluate(stream(signed(MESSAGE)), Peer.UNKNOWN);
    assertThat(evaluation.defect()).contains(ContentDefect.HEADER_SECTION_TOO_LARGE);
    assertThat(evaluation.dkim()).noneMatch(DkimResult::success);
    assertThat(signer.within(limits).sign(stream("A: " + "a".repeat(100) + "\r\n" + MESSAGE)))
        .isEqualTo(new SigningResult.Refused("the header section is larger than the limit"));
    assertThat(signer.within(limits).sign(stream("A: a\r\n".repeat(10) + MESSAGE)))
        .isEqualTo(new SigningResult.Refused("the message has more header fields than the limit"));
  }

  @Test
  void whatReadersCouldSeeDifferentlyIsNotSigned() throws IOException {
    assertThat(signer.sign(stream("Subject: a\nFrom: eve@example.com\r\n" + MESSAGE)))
        .isInstanceOf(SigningResult.Refused.class);
    assertThat(signer.sign(stream("no field\r\n" + MESSAGE)))
        .isInstanceOf(SigningResult.Refused.class);
    assertThat(signer.sign(stream("\r\nbody\r\n"))).isInstanceOf(SigningResult.Refused.class);
    assertThat(signer.sign(stream(""))).isInstanceOf(SigningResult.Refused.class);
  }

  @Test
  void everyKeySigns() throws IOException, GeneralSecurityException {
    var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    var both =
        Signer.of(
            key(SignatureAlgorithm.ED25519_SHA256, keys), key(SignatureAlgorithm.RSA_SHA256, rsa));
    assertThat(both.sign(stream(MESSAGE)))
        .isInstanceOfSatisfying(
            SigningResult.Signed.class,
            result ->
                assertThat(result.fields())
                    .satisfiesExactly(
                        field -> assertThat(field).contains("a=rsa-sha256"),
                        field -> assertThat(field).contains("a=ed25519-sha256")));
  }

  @Test
  void signaturesLookAsTheyAreWanted() throws IOException {
    var looks = SigningProfile.DEFAULT;
    var eternal =
        new SigningProfile(
            looks.header(),
            Canonicalization.SIMPLE,
            looks.names(),
            new SigningProfile.Timestamp.None(),
            new SigningProfile.Expiration.Never(),
            looks.identity());
    var fields = fields(signer.as(eternal).sign(stream(MESSAGE)));
    assertThat(fields).contains("c=relaxed/simple").doesNotContain(" t=", " x=");
    assertThat(first(evaluator, fields + MESSAGE).success()).isTrue();
  }

  @Test
  void aStreamThatFailsIsNoMessage() {
    var broken =
        new SequenceInputStream(
            stream(MESSAGE),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("gone");
              }

              @Override
              public int read(byte[] octets, int offset, int length) throws IOException {
                throw new IOException("gone");
              }
            });
    assertThatThrownBy(() -> evaluator.evaluate(broken, Peer.UNKNOWN)).hasMessage("gone");
  }

  private static SigningKey key(SignatureAlgorithm algorithm, KeyPair keys) {
    return new SigningKey(
        DomainName.of("example.com"), new Selector("s1"), algorithm, keys.getPrivate());
  }

  private String signed(String message) throws IOException {
    return fields(signer.sign(stream(message))) + message;
  }

  private static String fields(SigningResult result) {
    return switch (result) {
      case SigningResult.Signed(var fields) -> String.join("\r\n", fields) + "\r\n";
      case SigningResult.Refused(var reason) -> throw new AssertionError(reason);
    };
  }

  private static DkimResult first(Evaluator evaluator, String message) throws IOException {
    return evaluator.evaluate(stream(message), Peer.UNKNOWN).dkim().getFirst();
  }

  private static InputStream stream(String message) {
    return new ByteArrayInputStream(message.getBytes(ISO_8859_1));
  }

  /** A header section and a body of lines that is made while it is read. */
  private static InputStream large(String header) {
    var body =
        new InputStream() {
          private long at;

          @Override
          public int read() {
            return at == LARGE ? -1 : octet(at++);
          }

          @Override
          public int read(byte[] octets, int offset, int length) {
            int count = (int) Math.min(length, LARGE - at);
            for (int i = 0; i < count; i++) {
              octets[offset + i] = (byte) octet(at++);
            }
            return count == 0 ? -1 : count;
          }

          private static int octet(long at) {
            return switch ((int) (at % 64)) {
              case 62 -> '\r';
              case 63 -> '\n';
              default -> 'a';
            };
          }
        };
    return new SequenceInputStream(stream(header), body);
  }
}
