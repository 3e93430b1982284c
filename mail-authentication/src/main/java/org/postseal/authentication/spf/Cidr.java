package org.postseal.authentication.spf;

import java.util.Optional;

/**
 * Splits what ends with a prefix length.
 *
 * @param rest what stands before
 * @param lengths absent ones are the whole address
 */
record Cidr(String rest, DualCidr lengths) {

  /**
   * <pre>
   * dual-cidr-length = [ ip4-cidr-length ] [ "/" ip6-cidr-length ]
   * ip4-cidr-length  = "/" ("0" / %x31-39 0*1DIGIT) ; value range 0-32
   * ip6-cidr-length  = "/" ("0" / %x31-39 0*2DIGIT) ; value range 0-128
   * </pre>
   *
   * A domain-spec in front may hold slashes itself, but cannot end with a slash and digits, so the
   * lengths are read from the right.
   *
   * @return empty if there is a length that is none
   */
  static Optional<Cidr> dual(String text) {
    String rest = text;
    int ipv6 = DualCidr.WHOLE.ipv6();
    int slash = slashBeforeDigits(rest);
    if (slash > 0 && rest.charAt(slash - 1) == '/') {
      ipv6 = number(rest.substring(slash + 1), DualCidr.WHOLE.ipv6());
      rest = rest.substring(0, slash - 1);
      slash = slashBeforeDigits(rest);
    }
    int ipv4 = DualCidr.WHOLE.ipv4();
    if (slash >= 0) {
      ipv4 = number(rest.substring(slash + 1), DualCidr.WHOLE.ipv4());
      rest = rest.substring(0, slash);
    }
    return ipv4 < 0 || ipv6 < 0
        ? Optional.empty()
        : Optional.of(new Cidr(rest, new DualCidr(ipv4, ipv6)));
  }

  /** {@code "0" / %x31-39 *DIGIT} up to a maximum below 1000; -1 if it is none. */
  static int number(String digits, int max) {
    boolean leadingZero = digits.length() > 1 && digits.charAt(0) == '0';
    if (digits.isEmpty() || digits.length() > 3 || leadingZero) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      if (!MacroParser.isDigit(digits.charAt(i))) {
        return -1;
      }
      number = number * 10 + (digits.charAt(i) - '0');
    }
    return number <= max ? number : -1;
  }

  /** Offset of the slash in front of the digits at the end, or -1. */
  private static int slashBeforeDigits(String text) {
    int at = text.length();
    while (at > 0 && MacroParser.isDigit(text.charAt(at - 1))) {
      at--;
    }
    return at < text.length() && at > 0 && text.charAt(at - 1) == '/' ? at - 1 : -1;
  }
}
