package org.postseal.policy;

import org.postseal.topics.ReplyLine;
import org.postseal.topics.Verdict.Action;

/**
 * What becomes of a message.
 *
 * @param action what ingress does
 * @param rule the row of the table that fired; in monitor mode the row that would have
 * @param reply what the client reads, for accept once the message is stored
 */
public record Decision(Action action, String rule, ReplyLine reply) {

  static Decision accept(String rule) {
    return new Decision(Action.ACCEPT, rule, new ReplyLine(250, "2.0.0", ""));
  }

  /** A permanent refusal that names its rule to whoever reads it. */
  static Decision reject(String rule, String enhancedStatusCode, String text) {
    return new Decision(Action.REJECT, rule, reply(550, enhancedStatusCode, text, rule));
  }

  /** Taken, and kept apart from the recipients' mailboxes. */
  static Decision quarantine(String rule) {
    return new Decision(Action.QUARANTINE, rule, new ReplyLine(250, "2.0.0", ""));
  }

  /** Not decided: the client tries again. */
  static Decision defer(String rule, String enhancedStatusCode, String text) {
    return new Decision(Action.DEFER, rule, reply(451, enhancedStatusCode, text, rule));
  }

  private static ReplyLine reply(int code, String enhancedStatusCode, String text, String rule) {
    return new ReplyLine(code, enhancedStatusCode, text + " (rule " + rule + ")");
  }
}
