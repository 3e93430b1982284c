package org.postseal.authentication.dkim;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;

/**
 * Writes a message of 30 MB to a file, signs it and verifies it from there, and says how that went:
 * for a process of its own with little memory.
 */
public final class LargeMessage {
  private static final int OCTETS = 30_000_000;
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private LargeMessage() {}

  /** {@code FILE}. */
  public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
    Path file = Path.of(arguments[0]);
    write(file);
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var pair = generator.generateKeyPair();
    String record = "p=" + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    KeyRecordSource keys =
        (_, _) ->
            new DnsAnswer.Found<>(List.of(record), Duration.ofHours(1), DnssecStatus.NOT_PROVEN);

    var signing = MessageDigester.forSigning(DigestLimits.DEFAULT);
    feed(file, signing);
    DigestedMessage digested = signing.finish();
    var key =
        new SigningKey(
            DomainName.of("example.com"),
            new Selector("s"),
            SignatureAlgorithm.RSA_SHA256,
            pair.getPrivate());
    var signed =
        DkimSigner.sign(
            HeaderSection.parse(digested.headerSection()),
            digested.bodyDigests().getFirst(),
            List.of(key),
            SigningProfile.DEFAULT,
            NOW);
    String field = ((SigningResult.Signed) signed).fields().getFirst() + "\r\n";

    var verifying = MessageDigester.forVerifying(DigestLimits.DEFAULT);
    verifying.update(field.getBytes(StandardCharsets.US_ASCII), 0, field.length());
    feed(file, verifying);
    DigestedMessage arrived = verifying.finish();
    var result =
        new DkimVerifier(VerifierSettings.DEFAULT)
            .verify(HeaderSection.parse(arrived.headerSection()), arrived.bodyDigests(), keys, NOW)
            .getFirst();
    System.out.printf("%d octets: %s%n", arrived.size() - field.length(), result.outcome());
  }

  private static void write(Path file) throws IOException {
    var random = new Random(30);
    int written = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(
          "From: a@example.com\r\nSubject: large\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] octets = new byte[57];
      while (written < OCTETS) {
        random.nextBytes(octets);
        byte[] line = Base64.getEncoder().encode(octets);
        out.write(line);
        out.write('\r');
        out.write('\n');
        written += line.length + 2;
      }
    }
  }

  private static void feed(Path file, MessageDigester digester) throws IOException {
    byte[] chunk = new byte[64 * 1024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(chunk); length > 0; length = in.read(chunk)) {
        digester.update(chunk, 0, length);
      }
    }
  }
}
