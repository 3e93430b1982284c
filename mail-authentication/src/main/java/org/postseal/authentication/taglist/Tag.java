package org.postseal.authentication.taglist;

/**
 * One tag of a tag list.
 *
 * @param name case-sensitive
 * @param text the value without the white space around it, one char for each octet (ISO-8859-1);
 *     folding white space inside is kept
 * @param valueStart offset of the first octet behind the equals sign
 * @param valueEnd offset of the semicolon behind the value, or of the end of the list: with
 *     valueStart the span that a signature leaves out of its own hash (RFC 6376 §3.7)
 */
public record Tag(String name, String text, int valueStart, int valueEnd) {

  /** The value with all folding white space taken out: for base64 and lists of words. */
  public String compact() {
    String value = text;
    int runEnd = endOfRun(value, 0);
    if (runEnd == value.length()) {
      return value;
    }
    var kept = new StringBuilder(value.length()).append(value, 0, runEnd);
    for (int at = runEnd; at < value.length(); at = runEnd) {
      int runStart = at + 1;
      runEnd = endOfRun(value, runStart);
      kept.append(value, runStart, runEnd);
    }
    return kept.toString();
  }

  /** Offset of the next folding white space, or the end. */
  private static int endOfRun(String value, int from) {
    int at = from;
    while (at < value.length() && !TagList.isFws(value.charAt(at))) {
      at++;
    }
    return at;
  }
}
