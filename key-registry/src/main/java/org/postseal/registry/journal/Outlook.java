package org.postseal.registry.journal;

import java.util.Optional;

/** What would become of a change that somebody thinks of. Nothing was written. */
public sealed interface Outlook {

  /**
   * It would be made.
   *
   * @param action in the past tense, as the audit would say it
   * @param before the entry as it is, without secrets
   * @param after the entry as it would be, without secrets
   */
  record WouldBeMade(String action, Optional<Object> before, Optional<Object> after)
      implements Outlook {}

  /** It would not be made; the outcome is none of {@code Made}. */
  record WouldNot(ChangeOutcome outcome) implements Outlook {}
}
