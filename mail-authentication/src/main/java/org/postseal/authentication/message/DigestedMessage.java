package org.postseal.authentication.message;

import java.util.List;
import java.util.Optional;

/**
 * What remains of a message when its content has passed: everything that a Signer or a Verifier
 * needs.
 *
 * @param headerSection octets of the header section with its CRLFs, without the empty line; of a
 *     message beyond a limit, only what came before the limit
 * @param bodyDigests the body digests asked for; none for a message beyond a limit, so that no
 *     signature of it can succeed
 * @param domainKeysDigests digests of the DomainKey-Signature fields
 * @param size octets of the whole content
 * @param defect why the message cannot be judged like any other, if so
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record DigestedMessage(
    byte[] headerSection,
    List<BodyDigest> bodyDigests,
    List<DomainKeysDigest> domainKeysDigests,
    long size,
    Optional<ContentDefect> defect) {
  public DigestedMessage {
    bodyDigests = List.copyOf(bodyDigests);
    domainKeysDigests = List.copyOf(domainKeysDigests);
  }

  /** Whether the header section was cut at a limit; nothing may then be concluded from it. */
  public boolean truncated() {
    return defect.filter(ContentDefect::isLimit).isPresent();
  }
}
