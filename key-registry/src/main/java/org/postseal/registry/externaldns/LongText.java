package org.postseal.registry.externaldns;

/** How a text is written that does not fit into one string of a TXT record (RFC 1035 §3.3). */
public enum LongText {
  /** As it is. */
  WHOLE {
    @Override
    String of(String text) {
      return text;
    }
  },
  /** As quoted strings with spaces between; a key record has nothing in it that needs escaping. */
  QUOTED {
    @Override
    String of(String text) {
      if (text.length() <= MAX_STRING) {
        return text;
      }
      var strings = new StringBuilder();
      for (int from = 0; from < text.length(); from += MAX_STRING) {
        strings
            .append(from == 0 ? "" : " ")
            .append('"')
            .append(text, from, Math.min(text.length(), from + MAX_STRING))
            .append('"');
      }
      return strings.toString();
    }
  };

  private static final int MAX_STRING = 255;

  abstract String of(String text);
}
