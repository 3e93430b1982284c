package org.postseal.ingress.handoff;

import org.postseal.settings.Contradictions;

/** Settings of the hand-over that cannot be true together, or not at all. Pure. */
public final class HandoffContradictions {
  private static final int ONE_RECORD = 1024 * 1024;

  private HandoffContradictions() {}

  /** Adds what is wrong. */
  public static void note(HandoffSettings handoff, Contradictions found) {
    found
        .positive("handoff.ask-again-after", handoff.askAgainAfter())
        .shorter(
            "handoff.ask-again-after",
            handoff.askAgainAfter(),
            "handoff.answer-deadline",
            handoff.answerDeadline())
        .atLeast("handoff.open-questions-of-network", handoff.openQuestionsOfNetwork(), 1)
        .atLeast("handoff.long-header-section", handoff.longHeaderSection(), 1)
        .positive("handoff.long-header-patience", handoff.longHeaderPatience())
        .atLeast("handoff.window", handoff.window(), 1)
        .positive("handoff.max-block", handoff.maxBlock())
        .positive("handoff.store-timeout", handoff.storeTimeout())
        .within(
            "handoff.store-timeout in ms", handoff.storeTimeout().toMillis(), 1, Integer.MAX_VALUE)
        .atLeast("handoff.store-buffer", handoff.storeBuffer(), ONE_RECORD);
  }
}
