package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.dkim.DkimDefect;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.DkimSigner;
import org.postseal.authentication.dkim.DkimVerifier;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.SigningProfile;
import org.postseal.authentication.dkim.SigningResult;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;

/** Whatever message we sign, in whichever canonicalization: the signature is valid. */
final class SigningAttack implements Attack {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final KeyRecordSource KEYS =
      (_, _) ->
          new DnsAnswer.Found<>(
              List.of(OwnKey.KEY_RECORD), Duration.ofHours(1), DnssecStatus.NOT_PROVEN);

  @Override
  public void with(byte[] octets) {
    SigningProfile profile = profile(octets.length);
    var digester = MessageDigester.forSigning(DigestLimits.DEFAULT, profile.body());
    Chunks.feed(octets, digester::update);
    DigestedMessage message = digester.finish();
    if (message.bodyDigests().isEmpty()) {
      return;
    }
    SigningResult result =
        DkimSigner.sign(
            HeaderSection.parse(message.headerSection()),
            message.bodyDigests().getFirst(),
            List.of(OwnKey.SIGNING_KEY),
            profile,
            NOW);
    if (result instanceof SigningResult.Signed(var fields)) {
      requireValid(fields.getFirst(), octets);
    }
  }

  /** Each of the four ways has its share of the lengths. */
  private static SigningProfile profile(int length) {
    var ways = Canonicalization.values();
    return new SigningProfile(
        ways[length % 2],
        ways[length / 2 % 2],
        new SigningProfile.Names.Protected(),
        new SigningProfile.Timestamp.Now(),
        new SigningProfile.Expiration.After(Duration.ofDays(7)),
        Optional.empty());
  }

  private static void requireValid(String field, byte[] octets) {
    BrokenClaim.unlessFoldedAscii(field, "a signature field");
    byte[] start = (field + "\r\n").getBytes(StandardCharsets.US_ASCII);
    var digester = MessageDigester.forVerifying(DigestLimits.DEFAULT);
    digester.update(start, 0, start.length);
    digester.update(octets, 0, octets.length);
    DigestedMessage signed = digester.finish();
    if (signed.truncated()) {
      return; // the signature was one field too many
    }
    List<DkimResult> results =
        new DkimVerifier(VerifierSettings.DEFAULT)
            .verify(HeaderSection.parse(signed.headerSection()), signed.bodyDigests(), KEYS, NOW);
    var outcome = results.getFirst().outcome();
    boolean valid =
        switch (outcome) {
          case DkimOutcome.Success _ -> true;
          // the signature verifies, over a message that has a field too often
          case DkimOutcome.Failure(var defect, _) -> defect == DkimDefect.REPEATED_FIELD;
        };
    BrokenClaim.unless(valid, "what we signed is valid: " + outcome);
  }
}
