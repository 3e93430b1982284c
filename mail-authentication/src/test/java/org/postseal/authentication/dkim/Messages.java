package org.postseal.authentication.dkim;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.postseal.authentication.dns.Dns;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;

/** A message written as text, one char for each octet, and what verifying it gives. */
public final class Messages {
  private Messages() {}

  public static List<DkimResult> verify(
      String message, Dns dns, Instant now, VerifierSettings settings) {
    DigestedMessage digested = digested(message);
    return new DkimVerifier(settings)
        .verify(
            HeaderSection.parse(digested.headerSection()),
            digested.bodyDigests(),
            KeyRecordSource.dns(dns),
            now);
  }

  public static DigestedMessage digested(String message) {
    var digester = MessageDigester.forVerifying(DigestLimits.DEFAULT);
    byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
    digester.update(octets, 0, octets.length);
    return digester.finish();
  }

  /** What a signature of the message is made over. */
  static byte[] signedOctets(HeaderSection section, DkimSignature signature) {
    HeaderField field = signature.field();
    return SignedHeaderFields.octets(
        signature.headerCanonicalization(),
        SignedHeaderFields.select(section, signature.signedNames(), field.index()),
        field.without(signature.signatureTag().valueStart(), signature.signatureTag().valueEnd()));
  }

  /** {@code success}, or the defect's name. */
  public static String word(DkimResult result) {
    return switch (result.outcome()) {
      case DkimOutcome.Success _ -> "success";
      case DkimOutcome.Failure(DkimDefect defect, _) -> defect.name();
    };
  }
}
