package org.postseal.ingress.session;

import java.util.OptionalLong;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.ingress.acceptance.HeaderEdit;
import org.postseal.ingress.sasl.AccountQuestion;
import org.postseal.smtp.path.Mailbox;
import org.postseal.smtp.reply.Reply;

/** What the edge is to do, in order. */
public sealed interface SessionAction {

  record Send(Reply reply) implements SessionAction {}

  /** After the reply was sent: begin TLS, and forget what was read. */
  record BeginTls() implements SessionAction {}

  /** Ask who knows the accounts. */
  record AskAccounts(AccountQuestion question) implements SessionAction {}

  /** Wait as long as wrong credentials are to be answered after they came. */
  record Hesitate() implements SessionAction {}

  /** Ask the next hop whether a recipient exists. */
  record AskRecipient(Mailbox mailbox) implements SessionAction {}

  /** What the content will be asked to a signer or a verifier for. */
  enum Purpose {
    SIGNING,
    VERIFYING,
    /** The header section will tell. */
    EITHER
  }

  /** Reserve memory for content of the declared size. */
  record MakeRoom(OptionalLong declaredSize, Purpose purpose) implements SessionAction {}

  record Verify(MailTransaction transaction, DigestedMessage message) implements SessionAction {}

  record Sign(MailTransaction transaction, DigestedMessage message) implements SessionAction {}

  /** {@code fields} are prepended above what {@code edit} prepends. */
  record Store(
      MailTransaction transaction,
      MessageStore.Destination destination,
      byte[] fields,
      HeaderEdit edit)
      implements SessionAction {}

  record Publish(TransactionEvent event) implements SessionAction {}

  /** The transaction is over: give its memory back. */
  record DropContent() implements SessionAction {}

  /** After all replies were sent. */
  record Close() implements SessionAction {}
}
