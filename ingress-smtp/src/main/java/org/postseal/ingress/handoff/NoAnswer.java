package org.postseal.ingress.handoff;

import org.postseal.asking.Asking;
import org.postseal.ingress.session.Findings;
import org.postseal.ingress.session.Replies;
import org.postseal.smtp.reply.Reply;

/** What follows from a question without an answer. Failing to decide is never a decision. */
final class NoAnswer {
  private NoAnswer() {}

  /** What the client reads. */
  static Reply reply(Throwable failure) {
    return Asking.isSilence(failure) ? Replies.NO_ANSWER : Replies.CANNOT_DECIDE;
  }

  /** The same for the events. */
  static Findings findings(Throwable failure) {
    return Findings.of(Asking.isSilence(failure) ? "no-answer" : "cannot-ask");
  }
}
