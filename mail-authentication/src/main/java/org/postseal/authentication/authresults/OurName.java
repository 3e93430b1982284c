package org.postseal.authentication.authresults;

import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.postseal.authentication.dns.DomainName;

/**
 * The authserv-id that only we may write. It is looked for in any run of what could be a name, with
 * dots around it or not; U-labels and A-labels name the same host. Looking costs no memory where
 * the text is ASCII.
 *
 * @param text in lower case, without a dot at the end
 * @param domain the same, if it is a domain name
 */
record OurName(String text, Optional<DomainName> domain) {

  static OurName of(String ours) {
    String lower = ours.toLowerCase(Locale.ROOT);
    String text = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    return new OurName(text, DomainName.parse(text));
  }

  /** Whether a run of the text, which is in lower case, is this name. */
  boolean isIn(String searched) {
    return hasRun(searched, OurName::isOfName) || hasRun(searched, OurName::isOfHostName);
  }

  private boolean hasRun(String searched, IntPredicate isOfName) {
    int start = 0;
    for (int i = 0; i <= searched.length(); i++) {
      if (i == searched.length() || !isOfName.test(searched.charAt(i))) {
        if (isRun(searched, start, i)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  private boolean isRun(String searched, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && searched.charAt(start) == '.') {
      start++;
    }
    while (end > start && searched.charAt(end - 1) == '.') {
      end--;
    }
    return is(text, searched, start, end)
        || (domain.isPresent()
            && (is(domain.get().ascii(), searched, start, end) || isUnicode(searched, start, end)));
  }

  private static boolean is(String name, String searched, int start, int end) {
    return end - start == name.length() && searched.startsWith(name, start);
  }

  private boolean isUnicode(String searched, int start, int end) {
    if (end - start > DomainName.MAX_NAME) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (searched.charAt(i) >= 0x80) {
        return DomainName.parse(searched.substring(start, end)).equals(domain);
      }
    }
    return false;
  }

  /** What some name may hold: U-labels and underscores too. */
  private static boolean isOfName(int c) {
    return isOfHostName(c) || c == '_' || c >= 0x80;
  }

  private static boolean isOfHostName(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  }
}
