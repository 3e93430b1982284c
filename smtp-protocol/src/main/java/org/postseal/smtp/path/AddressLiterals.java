package org.postseal.smtp.path;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The inside of an address literal (RFC 5321 §4.1.3). Nothing here asks the DNS. */
public final class AddressLiterals {
  private static final String SNUM = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(SNUM + "(\\." + SNUM + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?");

  private AddressLiterals() {}

  /** What stands between the brackets; empty if it does not follow the grammar. */
  public static Optional<MailDomain> parse(String content) {
    int colon = content.indexOf(':');
    if (colon < 0) {
      return IPV4.matcher(content).matches()
          ? Optional.of(new MailDomain.AddressLiteral(Inet4Address.ofLiteral(content)))
          : Optional.empty();
    }
    var tag = content.substring(0, colon);
    var rest = content.substring(colon + 1);
    if (tag.toLowerCase(Locale.ROOT).equals("ipv6")) {
      return ipv6(rest);
    }
    return TAG.matcher(tag).matches() && !rest.isEmpty()
        ? Optional.of(new MailDomain.GeneralLiteral(tag, rest))
        : Optional.empty();
  }

  private static Optional<MailDomain> ipv6(String text) {
    if (!IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new MailDomain.AddressLiteral(Inet6Address.ofLiteral(text)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
