package org.postseal.benchmarks.authentication;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
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

/**
 * A fresh key, its record, and what is done with it: octets in, signature or result out.
 *
 * @param keyRecord the text of the TXT record
 */
record SampleKey(KeyPair pair, String keyRecord, SigningKey signingKey, KeyRecordSource records) {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static final DkimVerifier VERIFIER = new DkimVerifier(VerifierSettings.DEFAULT);

  static SampleKey of(SignatureAlgorithm algorithm) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance(algorithm.keyType().name());
    switch (algorithm.keyType()) {
      case RSA -> generator.initialize(2048);
      case ED25519 -> {}
    }
    KeyPair pair = generator.generateKeyPair();
    String text =
        "v=DKIM1; k=%s; p=%s"
            .formatted(
                algorithm.keyType().word(),
                Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
    var answer = new DnsAnswer.Found<>(List.of(text), Duration.ofHours(1), DnssecStatus.NOT_PROVEN);
    return new SampleKey(
        pair,
        text,
        new SigningKey(
            DomainName.of("example.com"), new Selector("s1"), algorithm, pair.getPrivate()),
        (_, _) -> answer);
  }

  /** The signature field of a message. */
  String sign(byte[] message) {
    DigestedMessage digested = digest(MessageDigester.forSigning(DigestLimits.DEFAULT), message);
    var result =
        DkimSigner.sign(
            HeaderSection.parse(digested.headerSection()),
            digested.bodyDigests().getFirst(),
            List.of(signingKey),
            SigningProfile.DEFAULT,
            NOW);
    return switch (result) {
      case SigningResult.Signed(List<String> fields) -> fields.getFirst();
      case SigningResult.Refused(String reason) -> throw new IllegalStateException(reason);
    };
  }

  /** The one result of a message with one signature, which must verify. */
  DkimResult verify(byte[] message) {
    DigestedMessage digested = digest(MessageDigester.forVerifying(DigestLimits.DEFAULT), message);
    DkimResult result =
        VERIFIER
            .verify(
                HeaderSection.parse(digested.headerSection()), digested.bodyDigests(), records, NOW)
            .getFirst();
    if (!result.success()) {
      throw new IllegalStateException("what is measured does not work: " + result);
    }
    return result;
  }

  static DigestedMessage digest(MessageDigester digester, byte[] octets) {
    digester.update(octets, 0, octets.length);
    return digester.finish();
  }
}
