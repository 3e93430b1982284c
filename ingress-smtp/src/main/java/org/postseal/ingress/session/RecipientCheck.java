package org.postseal.ingress.session;

import java.util.concurrent.CompletionStage;
import org.postseal.smtp.path.Mailbox;

/**
 * Asks the next hop whether it would take mail for a mailbox. Never blocks the caller; may complete
 * on any thread. A failed stage means that nothing is known.
 */
public interface RecipientCheck {

  /** What the next hop says. */
  enum Answer {
    EXISTS,
    UNKNOWN,
    /** It was not to be reached, or has not decided. */
    UNDECIDED
  }

  CompletionStage<Answer> ask(Mailbox mailbox);
}
