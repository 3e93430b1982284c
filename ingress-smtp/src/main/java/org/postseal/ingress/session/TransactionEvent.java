package org.postseal.ingress.session;

import org.postseal.smtp.reply.Reply;

/**
 * A fact about a mail transaction whose content came to its end. The first may be {@code Received};
 * exactly one of the others is the last.
 */
public sealed interface TransactionEvent {
  MailTransaction transaction();

  /** The content arrived; {@code size} is its octets before any header field was added. */
  record Received(MailTransaction transaction, long size) implements TransactionEvent {}

  /** It was written, and the client reads 250. */
  record Accepted(
      MailTransaction transaction,
      long size,
      MessageStore.Destination destination,
      Findings findings,
      Reply reply)
      implements TransactionEvent {}

  /** The client reads 5xx. */
  record Rejected(MailTransaction transaction, Findings findings, Reply reply)
      implements TransactionEvent {}

  /** The client reads 4xx; {@code findings} say whether the outcome is ambiguous. */
  record Deferred(MailTransaction transaction, Findings findings, Reply reply)
      implements TransactionEvent {}

  /**
   * Nobody waits for its reply any more. The client was not told 250 and will come again, if it is
   * a server.
   */
  record Abandoned(MailTransaction transaction, Findings findings) implements TransactionEvent {}
}
