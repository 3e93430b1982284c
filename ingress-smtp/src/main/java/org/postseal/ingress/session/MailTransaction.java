package org.postseal.ingress.session;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.message.HeaderField;
import org.postseal.authentication.message.HeaderSection;
import org.postseal.topics.Envelope;
import org.postseal.topics.MessageId;
import org.postseal.topics.ReversePathProof;
import org.postseal.topics.TransactionId;

/**
 * A mail transaction whose content is complete.
 *
 * @param identities what the account may write as, mailboxes or {@code @domain}; empty on the MX
 * @param messageId of the content, see {@link MessageId}; empty if it has none, or was not read
 */
public record MailTransaction(
    TransactionId id, Envelope envelope, List<String> identities, Optional<String> messageId) {

  /** Of a content that was not read. */
  public MailTransaction(TransactionId id, Envelope envelope, List<String> identities) {
    this(id, envelope, identities, Optional.empty());
  }

  public MailTransaction {
    identities = List.copyOf(identities);
  }

  /** The same, whose reverse-path is proven by this, or by nothing. */
  MailTransaction proven(Optional<ReversePathProof> proof) {
    return new MailTransaction(id, envelope.withProof(proof), identities, messageId);
  }

  /** The same, whose content has this header section. */
  MailTransaction of(HeaderSection section) {
    var field = section.fieldsNamed("message-id").stream().findFirst();
    return new MailTransaction(
        id, envelope, identities, field.map(HeaderField::value).flatMap(MessageId::ofField));
  }

  /** Whether an authenticated account submitted it. */
  public boolean isSubmission() {
    return envelope.account().isPresent();
  }
}
