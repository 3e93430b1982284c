package org.postseal.authentication.message;

import java.util.List;

/** The lexical tokens of addresses: CFWS, quoted strings, single characters (RFC 5322 §3.2). */
final class AddressLexer {
  private static final String SPECIALS = "@<>,;:";

  private final String text;
  private final List<String> inComments;
  private int at;

  /** Addresses in comments are added to {@code inComments}. */
  AddressLexer(String text, List<String> inComments) {
    this.text = text;
    this.inComments = inComments;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  char peek() {
    return text.charAt(at);
  }

  char next() {
    return text.charAt(at++);
  }

  /** Appends a quoted string as {@code ""}, or the one character here. */
  void word(StringBuilder words) throws MalformedAddress {
    requireNoControl();
    if (peek() == '"') {
      words.append(quotedString());
    } else {
      words.append(next());
    }
  }

  /**
   * Appends nothing that could open or close anything: a backslash outside of quotes means nothing
   * in RFC 5322, but some readers take it for the beginning of a quoted pair.
   */
  char backslash() throws MalformedAddress {
    at++;
    if (atEnd() || "\\\"()[]@<>,;: \t\r\n.".indexOf(peek()) >= 0) {
      throw new MalformedAddress("From holds a backslash out of place");
    }
    return '\\';
  }

  /** {@code CFWS}: white space, folds, comments (which nest); whether there was any. */
  boolean skipCfws() throws MalformedAddress {
    int start = at;
    while (!atEnd()) {
      if (peek() == '(') {
        comment();
      } else if (isWsp(peek())) {
        at++;
      } else if (isFold()) {
        at += 2;
      } else {
        break;
      }
    }
    return at > start;
  }

  private void comment() throws MalformedAddress {
    int start = at;
    int depth = 0;
    do {
      if (atEnd()) {
        throw new MalformedAddress("a comment in From has no end");
      }
      if (isFold()) {
        at += 2;
        continue;
      }
      requireNoControl();
      switch (next()) {
        case '(' -> depth++;
        case ')' -> depth--;
        case '\\' -> quotedPair();
        default -> {}
      }
    } while (depth > 0);
    AddressesInText.find(text, start + 1, at - 1, inComments);
  }

  private String quotedString() throws MalformedAddress {
    boolean specials = false;
    at++;
    while (!atEnd()) {
      if (isFold()) {
        at += 2;
        continue;
      }
      requireNoControl();
      char c = next();
      if (c == '"') {
        return specials ? "\"" + AddrSpec.QUOTED_SPECIALS + "\"" : "\"\"";
      }
      specials |= SPECIALS.indexOf(c) >= 0;
      if (c == '\\') {
        specials |= !atEnd() && SPECIALS.indexOf(peek()) >= 0;
        quotedPair();
      }
    }
    throw new MalformedAddress("a quoted string in From has no end");
  }

  private void quotedPair() throws MalformedAddress {
    if (!atEnd()) {
      requireNoControl();
      at++;
    }
  }

  /** Readers drop them, stop at them or end the line there. */
  private void requireNoControl() throws MalformedAddress {
    char c = peek();
    if ((c < ' ' && c != '\t') || c == 127) {
      throw new MalformedAddress("From holds a control character");
    }
  }

  /** CRLF before white space, or at the very end. */
  private boolean isFold() {
    return text.startsWith("\r\n", at) && (at + 2 == text.length() || isWsp(text.charAt(at + 2)));
  }

  private static boolean isWsp(char c) {
    return c == ' ' || c == '\t';
  }
}
