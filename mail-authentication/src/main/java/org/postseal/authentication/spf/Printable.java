package org.postseal.authentication.spf;

/** Text of strangers in a form that breaks no line of ours. */
final class Printable {
  private Printable() {}

  /** The text with everything but visible ASCII and space replaced, cut at a length. */
  static String shortened(String text, int length) {
    var shown = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), length); i++) {
      char c = text.charAt(i);
      shown.append(c >= ' ' && c < 127 ? c : '?');
    }
    return text.length() > length ? shown.append("...").toString() : shown.toString();
  }
}
