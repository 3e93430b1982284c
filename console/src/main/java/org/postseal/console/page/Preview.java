package org.postseal.console.page;

import java.util.Arrays;
import org.postseal.console.index.ShownText;

/**
 * The beginning of what somebody else wrote, as text.
 *
 * @param isCut whether there was more
 */
record Preview(String text, boolean isCut) {
  private static final int MOST = 64 * 1024;

  /** Octets to read, so that it is known whether there are more than are shown. */
  static final int READ = MOST + 1;

  static Preview of(byte[] octets) {
    var shown = Arrays.copyOf(octets, Math.min(octets.length, MOST));
    return new Preview(ShownText.lines(shown), octets.length > MOST);
  }
}
