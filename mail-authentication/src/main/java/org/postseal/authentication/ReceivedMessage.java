package org.postseal.authentication;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.message.BodyDigest;
import org.postseal.authentication.message.ContentDefect;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.authentication.message.DomainKeysDigest;
import org.postseal.authentication.message.HeaderSection;

/**
 * One message to be evaluated: all that its checks need of it, and who brought it.
 *
 * @param defect what the digester reported; what the header section itself shows need not be here
 */
public record ReceivedMessage(
    HeaderSection headerSection,
    List<BodyDigest> bodyDigests,
    List<DomainKeysDigest> domainKeysDigests,
    Optional<ContentDefect> defect,
    Peer peer) {
  public ReceivedMessage {
    bodyDigests = List.copyOf(bodyDigests);
    domainKeysDigests = List.copyOf(domainKeysDigests);
    defect = defect.isPresent() ? defect : headerSection.defect();
  }

  /** The message as a digester left it. */
  public static ReceivedMessage of(DigestedMessage digested, Peer peer) {
    return new ReceivedMessage(
        HeaderSection.parse(digested.headerSection()),
        digested.bodyDigests(),
        digested.domainKeysDigests(),
        digested.defect(),
        peer);
  }
}
