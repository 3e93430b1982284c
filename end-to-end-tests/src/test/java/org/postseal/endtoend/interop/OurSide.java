package org.postseal.endtoend.interop;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postseal.authentication.arc.ArcResult;
import org.postseal.authentication.arc.ArcSealer;
import org.postseal.authentication.arc.ArcValidator;
import org.postseal.authentication.arc.SealingProfile;
import org.postseal.authentication.arc.SealingResult;
import org.postseal.authentication.authresults.AuthservId;
import org.postseal.authentication.authresults.ResultWord;
import org.postseal.authentication.dkim.DkimSigner;
import org.postseal.authentication.dkim.DkimVerifier;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.SigningProfile;
import org.postseal.authentication.dkim.SigningResult;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.message.BodyDigestSpec;
import org.postseal.authentication.message.Canonicalization;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;

/** Our own implementation, as a witness among the others. */
final class OurSide implements Witness {
  /** In turn with the fields that we sign by default. */
  private static final List<String> SOME_NAMES =
      List.of("from", "From", "X-Odd", "subject", "Subject", "Subject", "received", "to");

  private static final String AUTHSERV_ID = "mx.example.com";

  private final WitnessKeys keys;
  private final KeyRecordSource keyRecords;

  OurSide(WitnessKeys keys, Dns dns) {
    this.keys = keys;
    this.keyRecords = KeyRecordSource.dns(dns);
  }

  @Override
  public Map<String, String> verify(Map<String, byte[]> messages) {
    var words = new HashMap<String, String>();
    messages.forEach(
        (name, octets) -> {
          var digested = digested(octets, MessageDigester.forVerifying(DigestLimits.DEFAULT));
          var results =
              new DkimVerifier(VerifierSettings.DEFAULT)
                  .verify(
                      HeaderSection.parse(digested.headerSection()),
                      digested.bodyDigests(),
                      keyRecords,
                      Instant.now());
          words.put(
              name,
              results.stream()
                  .map(result -> ResultWord.of(result.outcome()).word())
                  .collect(Collectors.joining(" ")));
        });
    return words;
  }

  @Override
  public Map<String, byte[]> sign(Map<String, byte[]> messages) {
    var signed = new HashMap<String, byte[]>();
    messages.forEach((name, octets) -> signed.put(name, signed(name, octets)));
    return signed;
  }

  private byte[] signed(String name, byte[] octets) {
    String[] manner = name.split("-", -1);
    var profile =
        new SigningProfile(
            Canonicalization.parse(manner[2]).orElseThrow(),
            Canonicalization.parse(manner[3]).orElseThrow(),
            Integer.parseInt(manner[0]) % 5 == 4
                ? new SigningProfile.Names.Exactly(SOME_NAMES)
                : new SigningProfile.Names.Protected(),
            SigningProfile.DEFAULT.timestamp(),
            SigningProfile.DEFAULT.expiration(),
            Optional.empty());
    var digested =
        digested(octets, MessageDigester.forSigning(DigestLimits.DEFAULT, profile.body()));
    var result =
        DkimSigner.sign(
            HeaderSection.parse(digested.headerSection()),
            digested.bodyDigests().getFirst(),
            keys.named(manner[1]),
            profile,
            Instant.now());
    return switch (result) {
      case SigningResult.Signed(var fields) -> below(fields, octets);
      case SigningResult.Refused(var reason) -> throw new IllegalStateException(reason);
    };
  }

  @Override
  public Map<String, String> validate(Map<String, byte[]> messages) {
    var words = new HashMap<String, String>();
    messages.forEach(
        (name, octets) -> {
          var outcome = chain(octets).outcome();
          words.put(
              name,
              ResultWord.of(outcome).word() + outcome.why().map(why -> ": " + why).orElse(""));
        });
    return words;
  }

  private ArcResult chain(byte[] octets) {
    var digested = digested(octets, MessageDigester.forVerifying(DigestLimits.DEFAULT));
    return new ArcValidator(VerifierSettings.DEFAULT.minimumRsaBits())
        .validate(
            HeaderSection.parse(digested.headerSection()),
            digested.bodyDigests(),
            keyRecords,
            Instant.now());
  }

  @Override
  public Map<String, byte[]> seal(Map<String, byte[]> messages) {
    var sealed = new HashMap<String, byte[]>();
    messages.forEach((name, octets) -> sealed.put(name, sealed(octets)));
    return sealed;
  }

  private byte[] sealed(byte[] octets) {
    var digested = digested(octets, MessageDigester.forSealing(DigestLimits.DEFAULT));
    var section = HeaderSection.parse(digested.headerSection());
    var body =
        digested.bodyDigests().stream()
            .filter(digest -> digest.spec().equals(BodyDigestSpec.OF_OUR_SIGNATURES))
            .findFirst()
            .orElseThrow();
    var result =
        ArcSealer.seal(
            new ArcSealer.SealedMessage(
                section, body, AuthservId.resultsClaiming(AUTHSERV_ID, section)),
            chain(octets),
            new SealingProfile(keys.rsa(), AUTHSERV_ID, Optional.empty()),
            Instant.now().getEpochSecond());
    return switch (result) {
      case SealingResult.Sealed(var fields) -> below(fields, octets);
      case SealingResult.LeftAlone _ -> octets;
      case SealingResult.Refused(var reason) -> throw new IllegalStateException(reason);
    };
  }

  private static DigestedMessage digested(byte[] octets, MessageDigester digester) {
    digester.update(octets, 0, octets.length);
    return digester.finish();
  }

  private static byte[] below(List<String> fields, byte[] octets) {
    var message = new ByteArrayOutputStream();
    fields.forEach(
        field -> message.writeBytes((field + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
    message.writeBytes(octets);
    return message.toByteArray();
  }
}
