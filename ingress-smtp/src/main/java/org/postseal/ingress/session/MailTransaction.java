package org.postseal.ingress.session;

import java.util.List;
import org.postseal.topics.Envelope;
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

  /** Whether an authenticated account submitted it. */
  public boolean isSubmission() {
    return envelope.account().isPresent();
  }
}
