package org.postseal.fuzzing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.authresults.AuthenticationResults;
import org.postseal.authentication.dkim.DkimResult;
import org.postseal.authentication.dkim.DkimVerifier;
import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.dkim.VerifierSettings;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.message.Author;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;

/**
 * Key records, then the value of a DKIM-Signature field: one result for each signature, fit to be
 * reported whatever it says, and the same a second time.
 */
final class SignatureAttack implements Attack {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final int LIMIT = 3;
  private static final VerifierSettings SETTINGS =
      new VerifierSettings(1024, VerifierSettings.Sha1.ALLOWED, LIMIT);

  @Override
  public void with(byte[] octets) {
    var parts = new Parts(octets, 2);
    byte[] message =
        ("DKIM-Signature:" + parts.text(1) + "\r\nFrom: Alice <alice@sender.example>\r\n\r\nHi\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    var digester = MessageDigester.forVerifying(DigestLimits.DEFAULT);
    digester.update(message, 0, message.length);
    var digested = digester.finish();
    var section = HeaderSection.parse(digested.headerSection());
    var dns = new HostileDns(parts.text(0));
    List<DkimResult> results = verify(section, digested.bodyDigests(), dns);
    int fields = section.fieldsNamed("dkim-signature").size();
    BrokenClaim.unless(
        !results.isEmpty() == fields > 0 && results.size() <= fields, "signatures have results");
    BrokenClaim.unless(dns.questions() <= LIMIT, "no more keys are asked for than the limit");
    results.forEach(SignatureAttack::requireItsDomain);
    BrokenClaim.unlessEqual(
        verify(section, digested.bodyDigests(), new HostileDns(parts.text(0))),
        results,
        "the same a second time");
    BrokenClaim.unlessFoldedAscii(
        AuthenticationResults.of(
                "mx.example", Evaluation.of(new Author.None(), Optional.empty(), results))
            .field(),
        "what is reported of it");
  }

  private static List<DkimResult> verify(
      HeaderSection section, List<BodyDigest> digests, HostileDns dns) {
    return new DkimVerifier(SETTINGS).verify(section, digests, KeyRecordSource.dns(dns), NOW);
  }

  private static void requireItsDomain(DkimResult result) {
    Optional<DomainName> domain = result.authenticatedDomain();
    BrokenClaim.unless(
        result.success() == domain.isPresent(), "a valid signature names its domain");
  }
}
