package org.postseal.signingpolicy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postseal.smtp.reply.Reply;

/** The reply that carries a statement; {@link Answer} reads it. */
public final class StatementReply {
  private static final String END = "2.0.0 end";

  private StatementReply() {}

  /** Its lines in chunks, then {@code 250 2.0.0 end}. No line has more than 512 octets. */
  public static Reply of(Statement statement) {
    var lines = new ArrayList<>(Chunks.cut(statement.lines()));
    lines.add(END);
    return new Reply(250, Optional.empty(), List.copyOf(lines));
  }
}
