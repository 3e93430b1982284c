package org.postseal.authentication.message;

/** {@code CFWS}: white space, folds and comments, which nest (RFC 5322 §3.2.2). One pass. */
public final class Cfws {
  /** A comment has no end. */
  public static final int UNENDED = -1;

  private Cfws() {}

  /** Offset of the first character from {@code at} on that is none of it; or {@link #UNENDED}. */
  public static int end(String text, int at) {
    int depth = 0;
    int i = at;
    while (i < text.length() && (depth > 0 || text.charAt(i) == '(' || isFws(text.charAt(i)))) {
      switch (text.charAt(i)) {
        case '(' -> depth++;
        case ')' -> depth--;
        case '\\' -> i++;
        default -> {}
      }
      i++;
    }
    return depth > 0 ? UNENDED : i;
  }

  /** White space, or a character of the CRLF of a fold. */
  public static boolean isFws(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
