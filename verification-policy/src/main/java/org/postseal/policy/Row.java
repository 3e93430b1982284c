package org.postseal.policy;

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
     * @param source what could not be fetched
     * @param missing the same for people
     */
    record Depends(Action wouldBe, Source source, String missing) implements Outcome {}
  }

  /** What may be missing; each has its own status code. */
  enum Source {
    /** A key: RFC 6376 §6.3 asks for 4.7.5, cryptographic failure (RFC 3463 §3.8). */
    KEY("4.7.5"),
    /** An SPF or DMARC record: RFC 7208 §8.6 asks for 4.4.3, directory server failure. */
    RECORD("4.4.3");

    private final String enhancedStatusCode;

    Source(String enhancedStatusCode) {
      this.enhancedStatusCode = enhancedStatusCode;
    }

    String enhancedStatusCode() {
      return enhancedStatusCode;
    }
  }
}
