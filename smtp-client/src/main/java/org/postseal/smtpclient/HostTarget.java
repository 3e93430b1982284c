package org.postseal.smtpclient;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.postseal.smtpclient.tls.TlsDefect;
import org.postseal.smtpclient.tls.TlsPolicy;

/**
 * One host to try.
 *
 * @param name as the route or the DNS names it; what TLS asks for
 * @param addresses resolved, in the order to try
 * @param security how it is spoken to
 */
record HostTarget(String name, int port, List<InetAddress> addresses, Security security) {

  HostTarget {
    addresses = List.copyOf(addresses);
  }

  /**
   * How a host is spoken to.
   *
   * @param policy what TLS has to prove
   * @param implicitTls whether TLS comes first, without STARTTLS
   * @param requireTls whether the host has to offer REQUIRETLS, too (RFC 8689 §4.2.1)
   * @param login whom we are there
   * @param failed the TLS that was tried before, in the clear now
   */
  record Security(
      TlsPolicy policy,
      boolean implicitTls,
      boolean requireTls,
      Optional<Credentials.Login> login,
      Optional<TlsUsed> failed) {
    Security(
        TlsPolicy policy,
        boolean implicitTls,
        boolean requireTls,
        Optional<Credentials.Login> login) {
      this(policy, implicitTls, requireTls, login, Optional.empty());
    }
  }

  /** Sessions with equal keys are as good as each other. */
  String key(Protocol protocol) {
    return String.join(
        " ",
        protocol.toString(),
        host(),
        security.policy().toString(),
        security.implicitTls() ? "implicit" : "",
        security.requireTls() ? "required" : "",
        security.login().map(Credentials.Login::user).orElse(""));
  }

  /** Whose limits count. */
  String host() {
    return name + ":" + port;
  }

  /** Without TLS, after what went wrong with it. */
  HostTarget inTheClear(Optional<TlsDefect> defect) {
    return new HostTarget(
        name,
        port,
        addresses,
        new Security(
            new TlsPolicy.Clear(),
            security.implicitTls(),
            security.requireTls(),
            security.login(),
            Optional.of(TlsUsed.none(security.policy(), defect))));
  }

  /** As an outcome names it that does not come from a session. */
  Via notReached() {
    return new Via(
        name,
        Optional.empty(),
        TlsUsed.none(security.policy(), Optional.empty()),
        Via.Contact.NONE);
  }
}
