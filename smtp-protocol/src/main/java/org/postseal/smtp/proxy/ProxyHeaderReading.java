package org.postseal.smtp.proxy;

/** How far the header at the beginning of a connection could be read. */
public sealed interface ProxyHeaderReading {

  /** More octets are needed. */
  record Incomplete() implements ProxyHeaderReading {}

  /** No header, or one that breaks its rules. The reason is for operators. */
  record Malformed(String reason) implements ProxyHeaderReading {}

  /**
   * All of it.
   *
   * @param length octets of the header; what follows is the client's
   */
  record Complete(ProxyHeader header, int length) implements ProxyHeaderReading {}
}
