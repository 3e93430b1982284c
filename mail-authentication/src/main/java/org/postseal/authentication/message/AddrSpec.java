package org.postseal.authentication.message;

/**
 * {@code addr-spec = local-part "@" domain} (RFC 5322 §3.4.1), read from text in which each gap is
 * one blank and each quoted string is {@code ""}.
 */
final class AddrSpec {
  /** A quoted string that holds what would make another address of it. */
  static final char QUOTED_SPECIALS = 1;

  private static final String NO_ADDRESS = "From holds words that are no address";

  private AddrSpec() {}

  /**
   * The address without its gaps. Obsolete syntax has them around dots and the at sign; behind the
   * second label of a domain they would make another domain for a reader who stops there.
   */
  static String read(String text) throws MalformedAddress {
    int sign = text.indexOf('@');
    if (sign <= 0 || text.indexOf('@', sign + 1) >= 0) {
      throw new MalformedAddress("From holds an address without local-part or domain");
    }
    var addrSpec = new StringBuilder(text.length());
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ') {
        requireDotOrSign(text, i);
        if (dots > 1 || (dots == 1 && text.charAt(i - 1) != '.')) {
          throw new MalformedAddress("From holds a domain in pieces");
        }
      } else {
        dots += i > sign && c == '.' ? 1 : 0;
        requireLocalPart(text, i, sign);
        addrSpec.append(c);
      }
    }
    return addrSpec.toString();
  }

  private static void requireDotOrSign(String text, int gap) throws MalformedAddress {
    boolean behind = gap > 0 && ".@".indexOf(text.charAt(gap - 1)) >= 0;
    boolean before = gap + 1 < text.length() && ".@".indexOf(text.charAt(gap + 1)) >= 0;
    if (!behind && !before) {
      throw new MalformedAddress(NO_ADDRESS);
    }
  }

  /** Atoms, dots, quoted strings between dots, and the brackets that robots have. */
  private static void requireLocalPart(String text, int at, int sign) throws MalformedAddress {
    if (at >= sign) {
      return;
    }
    char c = text.charAt(at);
    if (c == QUOTED_SPECIALS || c == ')' || c == '\\') {
      throw new MalformedAddress("an address in From holds what no address may");
    }
    if (c == '"') {
      boolean opens = at + 1 < sign && text.charAt(at + 1) == '"';
      int neighbour = opens ? at - 1 : at + 1;
      if (neighbour >= 0 && " .@\"".indexOf(text.charAt(neighbour)) < 0) {
        throw new MalformedAddress(NO_ADDRESS);
      }
    }
  }

  /** The address around an at sign within a name; what follows the domain belongs to the name. */
  static String inName(String name, int sign) throws MalformedAddress {
    int start = sign;
    while (start > 0 && " @".indexOf(name.charAt(start - 1)) < 0) {
      start--;
    }
    int end = AddressesInText.domainEnd(name, sign + 1, name.length());
    char behind = end < name.length() ? name.charAt(end) : ' ';
    boolean goesOn = behind == '@' || behind == '.' || name.startsWith(" .", end);
    if (start == sign || end == sign + 1 || goesOn) {
      throw new MalformedAddress("From holds an at sign that is in no address");
    }
    String localPart = name.substring(localPartStart(name, start, sign, behind), sign);
    return localPart + '@' + name.substring(sign + 1, end);
  }

  /** Behind a single quotation mark that is closed, or what begins an encoded word. */
  private static int localPartStart(String name, int start, int sign, char behind) {
    if (behind == '\'' && name.charAt(start) == '\'' && start + 1 < sign) {
      return start + 1;
    }
    int text = name.startsWith("=?", start) ? name.lastIndexOf('?', sign) + 1 : start;
    return text > start + 2 && text < sign ? text : start;
  }
}
