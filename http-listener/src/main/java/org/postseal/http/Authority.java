package org.postseal.http;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom a request speaks to, as its {@code Host} says it: {@code uri-host [ ":" port ]}, RFC 9110
 * §7.2.
 *
 * @param host in lower case, without a dot at the end; an IPv6 address in brackets
 * @param port as it was written
 */
record Authority(String host, Optional<String> port) {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\\]|[A-Za-z0-9_.-]+)(?::([0-9]{0,5}))?");
  private static final Pattern IPV4 = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");

  /** Empty if it names no host. */
  static Optional<Authority> parse(String text) {
    var matcher = HOST_AND_PORT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var host = matcher.group(1).toLowerCase(Locale.ROOT);
    var plain = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return Optional.of(new Authority(plain, Optional.ofNullable(matcher.group(2))))
        .filter(authority -> !plain.isEmpty())
        .filter(authority -> !plain.startsWith("[") || authority.address().isPresent());
  }

  /**
   * The address, if that is what it names. Only the usual spelling: {@code 127.1} is none, since
   * browsers write addresses out.
   */
  Optional<InetAddress> address() {
    boolean bracketed = host.startsWith("[");
    if (!bracketed && !IPV4.matcher(host).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** {@code localhost} or an address of loopback. */
  boolean isLoopback() {
    return host.equals("localhost") || address().filter(InetAddress::isLoopbackAddress).isPresent();
  }

  boolean isWithoutPort() {
    return port.isEmpty();
  }
}
