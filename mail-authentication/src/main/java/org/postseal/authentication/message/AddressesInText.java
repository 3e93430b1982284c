package org.postseal.authentication.message;

import java.util.List;

/**
 * Addresses as a person would find them in running text: in a comment, or in what encoded words
 * say. What stands between quotation marks is a name, as it is in a quoted string.
 */
final class AddressesInText {
  private static final String ENDS_LOCAL_PART = " \t\r\n@<>()[],;:\"\0";

  private AddressesInText() {}

  /** Adds those in {@code text}, which is octets, one char each. One pass. */
  static void find(String text, int from, int to, List<String> found) {
    for (int sign = text.indexOf('@', from);
        sign >= 0 && sign < to;
        sign = text.indexOf('@', sign + 1)) {
      int start = sign;
      while (start > from && ENDS_LOCAL_PART.indexOf(text.charAt(start - 1)) < 0) {
        start--;
      }
      int end = domainEnd(text, sign + 1, to);
      String domain = text.substring(sign + 1, end);
      if (start < sign
          && !isQuoted(text, from, start, end, to)
          && domain.indexOf('.') > 0
          && MailboxList.domain(domain).isPresent()) {
        found.add(text.substring(start, sign) + '@' + domain);
      }
    }
  }

  /** Offset behind the run of what may stand in a domain name. */
  static int domainEnd(String text, int from, int to) {
    int end = from;
    while (end < to && isOfName(text.charAt(end))) {
      end++;
    }
    while (end > from && text.charAt(end - 1) == '.') { // the end of a sentence
      end--;
    }
    return end;
  }

  private static boolean isOfName(char c) {
    return c >= 0x80
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '-'
        || c == '_';
  }

  private static boolean isQuoted(String text, int from, int start, int end, int to) {
    if (end == to) {
      return false;
    }
    char behind = text.charAt(end);
    return (behind == '\'' && text.charAt(start) == '\'')
        || (behind == '"' && start > from && text.charAt(start - 1) == '"');
  }
}
