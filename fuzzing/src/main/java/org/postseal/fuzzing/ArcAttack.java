package org.postseal.fuzzing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.arc.ArcOutcome;
import org.postseal.authentication.arc.ArcResult;
import org.postseal.authentication.arc.ArcSealer;
import org.postseal.authentication.arc.ArcValidator;
import org.postseal.authentication.arc.SealingProfile;
import org.postseal.authentication.arc.SealingResult;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dns.DnsAnswer;
import org.postseal.authentication.dns.DnssecStatus;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;

/**
 * Key records, then a message that may carry a chain: one status; and once we have sealed it, the
 * chain that is there is valid exactly if what was there before had not failed (RFC 8617 §5.1).
 */
final class ArcAttack implements Attack {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final int MOST_INSTANCES = 50;
  private static final ArcValidator VALIDATOR = new ArcValidator(1024);

  @Override
  public void with(byte[] octets) {
    var parts = new Parts(octets, 2);
    var keys = keys(new HostileDns(parts.text(0)));
    byte[] message = parts.octets(1);
    DigestedMessage digested = digested(message);
    ArcResult before = validate(digested, keys);
    before.outcome().why().ifPresent(why -> BrokenClaim.unless(why.length() < 1_000, "short"));
    BrokenClaim.unless(
        before.instances() >= 0 && before.instances() <= MOST_INSTANCES, "instances have a limit");
    BrokenClaim.unless(before.sealers().size() <= MOST_INSTANCES, "sealers have a limit");
    if (digested.defect().isEmpty()) {
      seal(message, digested, before, keys);
    }
  }

  private static void seal(
      byte[] message, DigestedMessage digested, ArcResult before, KeyRecordSource keys) {
    BodyDigest digest =
        digested.bodyDigests().stream()
            .filter(made -> made.spec().equals(BodyDigestSpec.OF_OUR_SIGNATURES))
            .findFirst()
            .orElseThrow();
    SealingResult sealed =
        ArcSealer.seal(
            new ArcSealer.SealedMessage(
                HeaderSection.parse(digested.headerSection()), digest, List.of("dkim=none")),
            before,
            new SealingProfile(OwnKey.SIGNING_KEY, "mx.receiver.example", Optional.empty()),
            NOW.getEpochSecond());
    if (sealed instanceof SealingResult.Sealed(var fields)) {
      DigestedMessage with = digested(prepended(fields, message));
      if (with.truncated()) {
        return; // the new set was one field too many
      }
      ArcResult after = validate(with, keys);
      switch (before.outcome()) {
        case ArcOutcome.None _, ArcOutcome.Pass _ -> {
          BrokenClaim.unless(
              after.outcome() instanceof ArcOutcome.Pass, "what we sealed is valid: " + after);
          BrokenClaim.unless(
              after.instances() == before.instances() + 1, "there is one instance more");
        }
        case ArcOutcome.Fail _, ArcOutcome.KeyUnavailable _ ->
            BrokenClaim.unless(
                !(after.outcome() instanceof ArcOutcome.Pass), "what had failed stays failed");
      }
    }
  }

  private static byte[] prepended(List<String> fields, byte[] message) {
    var all = new ByteArrayOutputStream();
    for (String field : fields) {
      all.writeBytes((field + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
    all.writeBytes(message);
    return all.toByteArray();
  }

  private static DigestedMessage digested(byte[] message) {
    var digester = MessageDigester.forSealing(DigestLimits.DEFAULT);
    digester.update(message, 0, message.length);
    return digester.finish();
  }

  private static ArcResult validate(DigestedMessage message, KeyRecordSource keys) {
    return VALIDATOR.validate(
        HeaderSection.parse(message.headerSection()), message.bodyDigests(), keys, NOW);
  }

  private static KeyRecordSource keys(HostileDns dns) {
    var others = KeyRecordSource.dns(dns);
    return (selector, domain) ->
        domain.equals(OwnKey.SIGNING_KEY.domain())
            ? new DnsAnswer.Found<>(
                List.of(OwnKey.KEY_RECORD), Duration.ofHours(1), DnssecStatus.NOT_PROVEN)
            : others.keyRecords(selector, domain);
  }
}
