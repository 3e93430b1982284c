package org.postseal.console.index;

/**
 * Text from anybody, fit for a column: no control characters, no half of a surrogate pair, and not
 * longer than the column.
 */
final class StoredText {
  private static final char REPLACEMENT = '\uFFFD';

  private StoredText() {}

  /** At most so many UTF-16 code units. */
  static String of(String text, int most) {
    var kept = new StringBuilder(Math.min(text.length(), most));
    for (int at = 0; at < text.length() && kept.length() < most; at++) {
      char one = text.charAt(at);
      boolean hasLow = at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
      if (Character.isHighSurrogate(one) && hasLow) {
        if (kept.length() + 2 > most) {
          break;
        }
        kept.append(one).append(text.charAt(++at));
      } else if (Character.isISOControl(one) || Character.isSurrogate(one)) {
        kept.append(REPLACEMENT);
      } else {
        kept.append(one);
      }
    }
    return kept.toString();
  }
}
