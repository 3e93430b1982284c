package org.postseal.ingress.handoff;

import org.postseal.smtp.reply.Reply;
import org.postseal.topics.ReplyLine;

/** A reply as it travels on a topic is a line; here it becomes the session's. */
final class ReplyLines {
  private ReplyLines() {}

  static Reply of(ReplyLine line) {
    return Reply.of(line.code(), line.enhancedStatusCode(), line.text());
  }
}
