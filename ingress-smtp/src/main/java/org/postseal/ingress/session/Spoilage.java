package org.postseal.ingress.session;

import java.util.Locale;

/** Why content is refused before anybody judges it. */
public enum Spoilage {
  BARE_CR,
  BARE_LF,
  LINE_TOO_LONG,
  NUL_AT_LINE_START,
  TOO_LARGE,
  /** More than the client may send for now. */
  TOO_MUCH,
  /** Others needed the memory more. */
  OUT_OF_MEMORY;

  /** As the rule of an event has it, such as {@code bare-lf}. */
  String rule() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
