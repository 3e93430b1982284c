package org.postseal.smtp.proxy;

import java.net.InetAddress;

/** What a proxy said about a connection. */
public sealed interface ProxyHeader {

  /**
   * It passes on what this client sends.
   *
   * @param port of the client
   */
  record Relayed(InetAddress client, int port) implements ProxyHeader {}

  /**
   * It speaks for itself, or does not know for whom: {@code LOCAL} and {@code UNKNOWN}. The address
   * of the connection itself counts.
   */
  record Own() implements ProxyHeader {}
}
