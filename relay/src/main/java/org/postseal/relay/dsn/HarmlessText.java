package org.postseal.relay.dsn;

/**
 * What strangers wrote, made fit to stand in a field or a line: no line end and no other control
 * character, of bounded length.
 */
final class HarmlessText {
  private static final char INSTEAD = '?';

  private HarmlessText() {}

  /** At most so many characters, each printable or a space. */
  static String of(String text, int most) {
    var harmless = new StringBuilder(Math.min(text.length(), most));
    text.codePoints()
        .takeWhile(_ -> harmless.length() < most)
        .forEach(c -> harmless.appendCodePoint(isHarmless(c) ? c : c == '\t' ? ' ' : INSTEAD));
    return harmless.toString();
  }

  static boolean isHarmless(String text) {
    return text.codePoints().allMatch(HarmlessText::isHarmless);
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /** Controls of all kinds, separators of lines, directions of writing, halves of pairs: not. */
  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}
