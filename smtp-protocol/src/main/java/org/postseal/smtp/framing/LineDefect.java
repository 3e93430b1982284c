package org.postseal.smtp.framing;

/** Why a command line must not be executed. */
public enum LineDefect {
  BARE_CR,
  BARE_LF,
  TOO_LONG
}
