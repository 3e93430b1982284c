package org.postseal.observation;

/**
 * One line of the log about one message: words with their values, {@code outcome=rejected
 * reply=550}. A value that is not one plain word stands in quotation marks, with escapes for what
 * could be taken for another field or another line: most values come from strangers.
 */
public final class OutcomeLine {
  private static final int USUAL_LENGTH = 320;

  private final StringBuilder text = new StringBuilder(USUAL_LENGTH);
  private final LoggedAddresses addresses;

  public OutcomeLine(LoggedAddresses addresses) {
    this.addresses = addresses;
  }

  /** One more word. */
  public OutcomeLine with(String word, String value) {
    if (!text.isEmpty()) {
      text.append(' ');
    }
    text.append(word).append('=');
    if (isPlain(value)) {
      text.append(value);
    } else {
      quote(value);
    }
    return this;
  }

  /** One more word, with a number. */
  public OutcomeLine with(String word, long value) {
    return with(word, Long.toString(value));
  }

  /** One more word that says who, if lines may say that. */
  public OutcomeLine who(String word, String value) {
    return switch (addresses) {
      case SHOWN -> with(word, value);
      case REDACTED -> this;
    };
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c > '~' || c == '"' || c == '=' || c == '\\') {
        return false;
      }
    }
    return !value.isEmpty();
  }

  private void quote(String value) {
    text.append('"');
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
              } else if (isVisible(c)) {
                text.appendCodePoint(c);
              } else {
                text.append("\\u{").append(Integer.toHexString(c)).append('}');
              }
            });
    text.append('"');
  }

  /** Neither an end of line nor what changes how the rest of it looks. */
  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
