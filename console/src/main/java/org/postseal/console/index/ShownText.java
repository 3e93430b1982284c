package org.postseal.console.index;

import java.nio.charset.StandardCharsets;

/**
 * Text from anybody, to be looked at: what would not be seen, or would turn the text around it, is
 * replaced. It still has to be escaped where it is shown.
 */
public final class ShownText {
  private static final char REPLACEMENT = '\uFFFD';

  private ShownText() {}

  /** One line of at most so many UTF-16 code units. */
  public static String line(String text, int most) {
    return visible(StoredText.of(text, most));
  }

  /** Octets of a message that are UTF-8, or are not, with their lines and tabulators. */
  public static String lines(byte[] octets) {
    var text = new String(octets, StandardCharsets.UTF_8).replace("\r\n", "\n");
    var shown = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char one = text.charAt(at);
      boolean kept = one == '\n' || one == '\t' || !Character.isISOControl(one);
      shown.append(kept ? one : REPLACEMENT);
    }
    return visible(shown.toString());
  }

  private static String visible(String text) {
    var shown = new StringBuilder(text.length());
    text.codePoints()
        .map(one -> Character.getType(one) == Character.FORMAT ? REPLACEMENT : one)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }
}
