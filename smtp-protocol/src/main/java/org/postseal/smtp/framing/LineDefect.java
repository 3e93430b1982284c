package org.postseal.smtp.framing;

/** Why a command line must not be executed. */
public enum LineDefect {
  /** A CR that no LF follows. */
  BARE_CR,
  /** An LF that no CR precedes. */
  BARE_LF,
  /** More octets than the limit. */
  TOO_LONG
}
