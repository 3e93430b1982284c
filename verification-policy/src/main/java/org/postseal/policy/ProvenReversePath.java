package org.postseal.policy;

import java.util.Optional;
import org.postseal.authentication.Evaluation;
import org.postseal.authentication.dkim.DkimOutcome;
import org.postseal.authentication.dns.DomainName;
import org.postseal.authentication.spf.SpfIdentity;
import org.postseal.topics.ReversePathProof;

/**
 * Whether a reverse-path that an unauthenticated peer gave is its owner's, so that a report about
 * the message bothers no stranger. An aligned signature proves it as SPF does; what passed for the
 * HELO name or for the author domain alone proves nothing about the reverse-path.
 */
public final class ProvenReversePath {
  private ProvenReversePath() {}

  /** What proves it; empty if nothing does, or if there is none. */
  public static Optional<ReversePathProof> by(Evaluation evaluation, String reversePath) {
    return DomainName.parse(reversePath.substring(reversePath.lastIndexOf('@') + 1))
        .filter(_ -> reversePath.indexOf('@') > 0)
        .flatMap(domain -> by(evaluation, domain));
  }

  private static Optional<ReversePathProof> by(Evaluation evaluation, DomainName domain) {
    if (evaluation
        .spf()
        .filter(spf -> spf.identity() == SpfIdentity.MAIL_FROM)
        .flatMap(spf -> spf.authenticatedDomain())
        .filter(domain::equals)
        .isPresent()) {
      return Optional.of(ReversePathProof.SPF);
    }
    return evaluation.dkim().stream()
            .filter(signature -> signature.outcome() instanceof DkimOutcome.Success)
            .flatMap(signature -> signature.claims().domain().stream())
            .anyMatch(signer -> Alignment.isAligned(signer, domain))
        ? Optional.of(ReversePathProof.DKIM)
        : Optional.empty();
  }
}
