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
    ACCEPTED("accepted"),
    QUARANTINE("quarantined");

    private final String outcome;

    Destination(String outcome) {
      this.outcome = outcome;
    }

    /** What a transaction came to that is written there, as traces and logs have it. */
    public String outcome() {
      return outcome;
    }
  }

  /** The octets stay valid and unchanged until the stage completes, and not after. */
  CompletionStage<StoreOutcome> store(
      MailTransaction transaction, Destination destination, MessageOctets octets);
}
