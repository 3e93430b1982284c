package org.postseal.ingress.session;

import java.util.concurrent.CompletionStage;

/**
 * Writes the one durable copy of a message. Never blocks the caller; may complete on any thread.
 * Once called, the stage completes only when the result is known. A failed stage counts as an
 * ambiguous failure.
 */
public interface MessageStore {

  /** Where a message is written. */
  enum Destination {
    ACCEPTED,
    QUARANTINE
  }

  /** The octets stay valid and unchanged until the stage completes, and not after. */
  CompletionStage<StoreOutcome> store(
      MailTransaction transaction, Destination destination, MessageOctets octets);
}
