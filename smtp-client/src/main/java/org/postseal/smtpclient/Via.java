package org.postseal.smtpclient;

import java.net.InetAddress;
import java.util.Optional;

/**
 * The host that an outcome came from, and how it was spoken to.
 *
 * @param hostName as the route or the DNS names it
 * @param address it was reached at; empty if it was not
 * @param tls what was asked of TLS, and what came of it
 * @param contact how far it went
 */
public record Via(String hostName, Optional<InetAddress> address, TlsUsed tls, Contact contact) {

  /** How far it went. */
  public enum Contact {
    /** No session: it was not reached, or what came before the session failed. */
    NONE,
    SESSION,
    /** A session with a host that offers to report to the sender (RFC 3461), and was asked to. */
    SESSION_WITH_REPORTS
  }
}
