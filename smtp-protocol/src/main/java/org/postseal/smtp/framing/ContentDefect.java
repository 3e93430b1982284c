package org.postseal.smtp.framing;

/** Why content must be refused, however it was meant. */
public enum ContentDefect {
  BARE_CR,
  BARE_LF,
  LINE_TOO_LONG
}
