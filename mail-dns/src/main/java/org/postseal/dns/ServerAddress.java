package org.postseal.dns;

import java.net.InetSocketAddress;

/** A DNS server as an operator writes it. */
final class ServerAddress {

  private ServerAddress() {}

  /**
   * Reads {@code 192.0.2.1}, {@code 192.0.2.1:5353}, {@code 2001:db8::1}, {@code [2001:db8::1]:53}
   * or a host name with or without a port; a host name is looked up here, once.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static InetSocketAddress parse(String text) {
    String host = text.strip();
    int port = 53;
    int colon = host.lastIndexOf(':');
    boolean hasPort =
        host.startsWith("[") ? host.contains("]:") : colon >= 0 && colon == host.indexOf(':');
    if (hasPort) {
      port = parsePort(text, host.substring(colon + 1));
      host = host.substring(0, colon);
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    var address = host.isEmpty() ? null : new InetSocketAddress(host, port);
    if (address == null || address.isUnresolved()) {
      throw new IllegalArgumentException("not the address of a DNS server: " + text);
    }
    return address;
  }

  private static int parsePort(String text, String digits) {
    try {
      int port = Integer.parseInt(digits);
      if (port > 0 && port <= 0xFFFF) {
        return port;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new IllegalArgumentException("not the port of a DNS server: " + text);
  }
}
