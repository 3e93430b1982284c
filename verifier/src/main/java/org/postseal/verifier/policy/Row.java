package org.postseal.verifier.policy;

import org.postseal.topics.Verdict.Action;

/** One row of the decision table. */
@FunctionalInterface
interface Row {

  Outcome outcome(Findings findings);

  /** What a row says about a message. */
  sealed interface Outcome {
    /** The row matches and this is its decision. */
    record Fires(Decision decision) implements Outcome {}

    /** The row does not match. */
    record Passes() implements Outcome {}

    /**
     * Whether the row matches depends on something that could not be fetched now.
     *
     * @param wouldBe what becomes of the message if it does
     * @param missing what could not be fetched, for people
     */
    record Depends(Action wouldBe, String missing) implements Outcome {}
  }
}
