package org.postseal.fuzzing;

import org.postseal.authentication.dkim.KeyRecordSource;
import org.postseal.authentication.domainkeys.DomainKeysOutcome;
import org.postseal.authentication.domainkeys.DomainKeysResult;
import org.postseal.authentication.domainkeys.DomainKeysVerifier;
import org.postseal.authentication.message.DigestLimits;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.authentication.message.MessageDigester;

/** Key records, then a message that may carry DomainKey-Signatures: one result with its reason. */
final class DomainKeysAttack implements Attack {
  @Override
  public void with(byte[] octets) {
    var parts = new Parts(octets, 2);
    var digester = MessageDigester.forVerifying(DigestLimits.DEFAULT);
    Chunks.feed(parts.octets(1), digester::update);
    DigestedMessage message = digester.finish();
    var section = HeaderSection.parse(message.headerSection());
    DomainKeysResult result = verify(parts, message, section);
    int fields = section.fieldsNamed("domainkey-signature").size();
    BrokenClaim.unless(
        fields == 0 == (result.outcome() == DomainKeysOutcome.NO_SIGNATURE),
        "a result says whether there is a signature");
    boolean unexplained =
        result.outcome() == DomainKeysOutcome.SUCCESS
            || result.outcome() == DomainKeysOutcome.NO_SIGNATURE;
    BrokenClaim.unless(
        result.reason().isPresent() != unexplained, "every failure says why, and nothing else");
    BrokenClaim.unless(
        message.domainKeysDigests().size() <= fields, "digests are of signatures only");
    BrokenClaim.unlessEqual(verify(parts, message, section), result, "the same a second time");
  }

  private static DomainKeysResult verify(
      Parts parts, DigestedMessage message, HeaderSection section) {
    return new DomainKeysVerifier(20)
        .verify(
            section,
            message.domainKeysDigests(),
            KeyRecordSource.dns(new HostileDns(parts.text(0))));
  }
}
