package org.postseal.smtp.reply;

/** Why what a server sent is not a reply. After any of these the connection is of no more use. */
public enum ReplyDefect {
  /** A line does not begin with three digits and a space or hyphen, or the code is impossible. */
  NOT_A_REPLY,
  /** The lines of one reply carry different codes (RFC 5321 §4.2.1). */
  CODES_DIFFER,
  /** A line beyond the limit. */
  LINE_TOO_LONG,
  /** More lines than the limit. */
  TOO_MANY_LINES
}
