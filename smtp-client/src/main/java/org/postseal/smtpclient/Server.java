package org.postseal.smtpclient;

import org.postseal.smtpclient.hosts.Endpoint;

/**
 * A server that an operator named, and how it is reached.
 *
 * @param endpoint its host and port
 * @param security what TLS has to be
 */
public record Server(Endpoint endpoint, Security security) {

  /** What TLS has to be. */
  public enum Security {
    /** STARTTLS where it works, whoever answers. */
    OPPORTUNISTIC,
    /** STARTTLS with a certificate of the host, or nothing is sent. */
    STARTTLS,
    /** TLS from the first octet (RFC 8314 §3.3) with a certificate of the host. */
    IMPLICIT;

    boolean isVerified() {
      return this != OPPORTUNISTIC;
    }
  }

  /** With STARTTLS where it works. */
  public static Server of(Endpoint endpoint) {
    return new Server(endpoint, Security.OPPORTUNISTIC);
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }
}
