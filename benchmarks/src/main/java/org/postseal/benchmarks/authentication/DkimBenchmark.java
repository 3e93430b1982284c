package org.postseal.benchmarks.authentication;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.DkimSigner;
import org.postseal.authentication.dkim.DkimVerifier;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.Selector;
import org.postseal.authentication.dkim.SignatureAlgorithm;
import org.postseal.authentication.dkim.SigningKey;
import org.postseal.authentication.dkim.SigningProfile;
import org.postseal.authentication.dkim.SigningResult;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;

/** Signing and verifying one message of a given size, octets in, signature or result out. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DkimBenchmark {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final Selector SELECTOR = new Selector("s1");
  private static final String HEADER =
      "From: Joe <joe@example.com>\r\nTo: a@b.example\r\nSubject: Hi\r\nMIME-Version: 1.0\r\n\r\n";
  private static final String LINE =
      "The quick brown fox jumps over the lazy dog, and nobody knows whatever for.\r\n";

  /** Octets of the body, about. */
  @Param({"2048", "30720", "1048576"})
  private int size;

  @Param({"RSA_SHA256", "ED25519_SHA256"})
  private SignatureAlgorithm algorithm = SignatureAlgorithm.RSA_SHA256;

  private final DkimVerifier verifier = new DkimVerifier(VerifierSettings.DEFAULT);
  private KeyRecordSource keys =
      (_, _) -> new DnsAnswer.Unavailable<>("there is no key before the set-up");
  private List<SigningKey> signingKeys = List.of();
  private byte[] unsigned = new byte[0];
  private byte[] signed = new byte[0];

  @Setup
  public void sign() throws NoSuchAlgorithmException {
    KeyPair pair = keyPair();
    String record =
        "v=DKIM1; k="
            + algorithm.keyType().word()
            + "; p="
            + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    keys =
        (_, _) ->
            new DnsAnswer.Found<>(List.of(record), Duration.ofHours(1), DnssecStatus.NOT_PROVEN);
    signingKeys = List.of(new SigningKey(DOMAIN, SELECTOR, algorithm, pair.getPrivate()));
    String message = HEADER + LINE.repeat(size / LINE.length());
    unsigned = message.getBytes(StandardCharsets.US_ASCII);
    String field = ((SigningResult.Signed) signing()).fields().getFirst();
    signed = (field + "\r\n" + message).getBytes(StandardCharsets.US_ASCII);
    if (!verifying().getFirst().success()) {
      throw new IllegalStateException("what is measured does not work");
    }
  }

  private KeyPair keyPair() throws NoSuchAlgorithmException {
    return switch (algorithm.keyType()) {
      case RSA -> {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        yield generator.generateKeyPair();
      }
      case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    };
  }

  @Benchmark
  public SigningResult signing() {
    DigestedMessage digested = digested(MessageDigester.forSigning(DigestLimits.DEFAULT), unsigned);
    return DkimSigner.sign(
        HeaderSection.parse(digested.headerSection()),
        digested.bodyDigests().getFirst(),
        signingKeys,
        SigningProfile.DEFAULT,
        NOW);
  }

  @Benchmark
  public List<DkimResult> verifying() {
    DigestedMessage digested = digested(MessageDigester.forVerifying(DigestLimits.DEFAULT), signed);
    return verifier.verify(
        HeaderSection.parse(digested.headerSection()), digested.bodyDigests(), keys, NOW);
  }

  @Benchmark
  public DigestedMessage digesting() {
    return digested(MessageDigester.forVerifying(DigestLimits.DEFAULT), signed);
  }

  private static DigestedMessage digested(MessageDigester digester, byte[] octets) {
    digester.update(octets, 0, octets.length);
    return digester.finish();
  }
}
