package org.postseal.smtp.framing;

/** Why content must be refused, however it was meant. */
public enum ContentDefect {
  /** A CR that no LF follows. */
  BARE_CR,
  /** An LF that no CR precedes. */
  BARE_LF,
  /** A line beyond the limit. */
  LINE_TOO_LONG,
  /** A line begins with NUL: in front of a dot, a server that drops NUL would see the end. */
  NUL_AT_LINE_START
}
