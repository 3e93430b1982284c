package org.postseal.ingress.session;

import java.time.Duration;
import java.util.OptionalLong;
import org.postseal.accounts.sasl.AccountQuestion;
import org.postseal.authentication.message.DigestedMessage;
import org.postseal.ingress.acceptance.HeaderEdit;
import org.postseal.smtp.path.Mailbox;
import org.postseal.smtp.reply.Reply;

/** What the edge is to do, in order. */
public sealed interface SessionAction {

  record Send(Reply reply) implements SessionAction {}

  /** After the reply was sent: begin TLS, and forget what was read. */
  record BeginTls() implements SessionAction {}

  /** From here on the client is at this address: ask whether it may come in. */
  record Admit(String address) implements SessionAction {}

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
  record MakeRoom(OptionalLong declaredSize, Purpose purpose, Framing framing)
      implements SessionAction {}

  /** How the content will come. */
  enum Framing {
    /** Up to a dot alone on its line, with transparency (RFC 5321 §4.1.1.4). */
    DATA,
    /** In chunks of known length (RFC 3030). */
    CHUNKS
  }

  /** The next so many octets are content; there may be none. */
  record ReceiveChunk(long octets, boolean last) implements SessionAction {}

  /** The next so many octets are nothing; there may be none. */
  record SkipChunk(long octets) implements SessionAction {}

  record Verify(MailTransaction transaction, DigestedMessage message) implements SessionAction {}

  record Sign(MailTransaction transaction, DigestedMessage message) implements SessionAction {}

  /** {@code fields} are prepended above what {@code edit} prepends. */
  record Store(
      MailTransaction transaction,
      MessageStore.Destination destination,
      byte[] fields,
      HeaderEdit edit)
      implements SessionAction {}

  /** Hold the greeting back, and see whether the client waits for it. */
  record DelayGreeting(Duration delay) implements SessionAction {}

  record Publish(TransactionEvent event) implements SessionAction {}

  /** The transaction is over: give its memory back. */
  record DropContent() implements SessionAction {}

  /** After all replies were sent. */
  record Close() implements SessionAction {}
}
