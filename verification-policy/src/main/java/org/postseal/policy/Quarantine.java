package org.postseal.policy;

import java.util.List;
import java.util.Optional;
import org.postseal.authentication.authresults.MethodResult;
import org.postseal.authentication.authresults.ResultWord;
import org.postseal.topics.Verdict.Action;

/** What becomes of mail that the table quarantines. */
public enum Quarantine {
  /** It goes to {@code mail.quarantine}, where operators look at it. */
  KEEP,
  /** It is delivered, and Authentication-Results say that it is suspicious. */
  MARK;

  /** A method of our own (RFC 8601 §2.7.6), for the rules of mailboxes to look for. */
  private static final String MARK_METHOD = "x-postseal-quarantine";

  /** The decision as it is carried out. */
  public Decision carriedOut(Decision decision) {
    return mark(decision).isPresent() ? Decision.accept(decision.rule()) : decision;
  }

  /** The mark of a message that this decision is about, if it gets one. */
  public Optional<MethodResult> mark(Decision decision) {
    return this == MARK && decision.action() == Action.QUARANTINE
        ? Optional.of(
            new MethodResult(
                MARK_METHOD, ResultWord.POLICY, Optional.of(decision.rule()), List.of()))
        : Optional.empty();
  }
}
