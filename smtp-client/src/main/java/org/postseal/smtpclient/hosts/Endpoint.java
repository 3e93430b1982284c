package org.postseal.smtpclient.hosts;

import java.util.Optional;

/**
 * A host and port that an operator wrote down.
 *
 * @param host a name of any kind the system resolves, or an IP address (IPv6 without brackets)
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

  public Endpoint {
    if (host.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a host and port: " + host + ":" + port);
    }
  }

  /** Reads {@code host:port}, {@code [IPv6]:port}. */
  public static Optional<Endpoint> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    var host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      return Optional.empty(); // an IPv6 address without brackets: where would its port begin?
    }
    try {
      return Optional.of(new Endpoint(host, Integer.parseInt(text.substring(colon + 1))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
