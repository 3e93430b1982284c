package org.postseal.ingress.session;

import java.util.List;
import java.util.Optional;
import org.postseal.topics.Envelope;
import org.postseal.topics.ReversePathProof;
import org.postseal.topics.TransactionId;

/**
 * A mail transaction whose content is complete.
 *
 * @param identities what the account may write as, mailboxes or {@code @domain}; empty on the MX
 */
public record MailTransaction(TransactionId id, Envelope envelope, List<String> identities) {
  public MailTransaction {
    identities = List.copyOf(identities);
  }

  /** The same, whose reverse-path is proven by this, or by nothing. */
  MailTransaction proven(Optional<ReversePathProof> proof) {
    return new MailTransaction(id, envelope.withProof(proof), identities);
  }

  /** Whether an authenticated account submitted it. */
  public boolean isSubmission() {
    return envelope.account().isPresent();
  }
}
