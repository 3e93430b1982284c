package org.postseal.authentication.dkim;

import java.util.List;

/** A tag list laid out as a header field, folded before column 78 (RFC 5322 §2.1.1). */
final class FieldLayout {
  private static final int COLUMNS = 76;
  private static final String FOLD = "\r\n\t";

  /** A tab counts as one column here: what RFC 5322 limits is characters. */
  private int column;

  private final StringBuilder text = new StringBuilder();

  FieldLayout(String name) {
    text.append(name);
    column = name.length();
  }

  /** Adds a tag and its semicolon. */
  void tag(String tag) {
    space(tag.length() + 1);
    append(tag + ";");
  }

  /** Adds a tag whose value is a list with colons, folded between its elements. */
  void list(String start, List<String> elements) {
    space(start.length() + elements.getFirst().length() + 1);
    append(start);
    for (int i = 0; i < elements.size(); i++) {
      String element = elements.get(i) + (i + 1 < elements.size() ? ":" : ";");
      if (column + element.length() > COLUMNS) {
        text.append(FOLD);
        column = 1;
      }
      append(element);
    }
  }

  /** Adds the last tag, on a line of its own, without a value yet; this is the whole field. */
  String lastTag(String start) {
    return text.append(FOLD).append(start).toString();
  }

  /** A long value in pieces, for a line that begins with a tab and {@code b=}. */
  static String folded(String value) {
    var folded = new StringBuilder();
    for (int at = 0; at < value.length(); at += COLUMNS - 4) {
      folded
          .append(at == 0 ? "" : FOLD)
          .append(value, at, Math.min(value.length(), at + COLUMNS - 4));
    }
    return folded.toString();
  }

  private void space(int nextLength) {
    if (column + 1 + nextLength > COLUMNS) {
      text.append(FOLD);
      column = 1;
    } else {
      append(" ");
    }
  }

  private void append(String piece) {
    text.append(piece);
    column += piece.length();
  }
}
