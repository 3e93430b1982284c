package org.postseal.smtpclient.hosts;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code address-literal = "[" ( IPv4-address-literal / IPv6-address-literal ) "]"}, RFC 5321
 * §4.1.3.
 */
final class AddressLiteral {

  private AddressLiteral() {}

  static Optional<InetAddress> parse(String text) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      return Optional.empty();
    }
    var inside = text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
    var address = inside.startsWith("ipv6:") ? inside.substring(5) : inside;
    boolean v6 = inside.startsWith("ipv6:");
    try {
      return Optional.of(v6 ? Inet6Address.ofLiteral(address) : Inet4Address.ofLiteral(address));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
